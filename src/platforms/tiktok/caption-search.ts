import type { ProbeResult, SentTask } from '../../domain/ports/platform'
import { composeCaption } from '../../domain/publish-rules'
import { type CallContext, callContext } from '../call-context'
import type { VideoFields } from './answers'
import type { TikTokClient } from './client'
import { PUBLIC, readOptions } from './rules'

/** What TikTok's reads show of a caption ("Video Object"); whether it counts units or characters is not told. */
const SHOWN_LENGTH = 150

/**
 * Looks for the post of an init whose answer was lost: the only public video since the commit that shows its caption. Not to
 * find one proves nothing, since it may be still to come, or not be public.
 */
export async function findByCaption(client: TikTokClient, task: SentTask, committedAtMs: number): Promise<ProbeResult> {
  const options = readOptions(task.draft)
  const caption = composeCaption(task.draft.caption, task.draft.hashtags)
  const isPublic = options.postMode === 'DIRECT_POST' && options.privacyLevel === PUBLIC
  if (!isPublic || caption === '') return unknown('Only a public post with a caption can be found without it.')
  const alike = await lookalikes(client, caption, { fromMs: committedAtMs }, callContext(task, 'probe'))
  const taken = await task.taken(alike)
  const [id, ...others] = alike.filter((videoId) => !taken.has(videoId))
  if (id === undefined) return unknown('No public video with this caption is to be seen yet.')
  if (others.length > 0) return unknown('Several videos since then have this caption.')
  const post = { platformPostId: id, provisionalId: id, visibility: PUBLIC, complete: false, warnings: [] }
  return { verdict: 'published', post }
}

/** Ids of the creator's public videos of a time, `toMs` not being part of it, that show a caption. */
export async function lookalikes(
  client: TikTokClient,
  caption: string,
  { fromMs, toMs }: { fromMs: number; toMs?: number },
  context: CallContext,
): Promise<string[]> {
  // As TikTok's `create_time` is.
  const fromSeconds = Math.floor(fromMs / 1000)
  const found: VideoFields[] = []
  let cursor = toMs
  for (;;) {
    const page = await client.listVideos(cursor, context)
    const recent = page.videos.filter(({ create_time: atSeconds }) => (atSeconds ?? 0) >= fromSeconds)
    found.push(...recent)
    if (!page.has_more || recent.length === 0 || recent.length < page.videos.length) break
    // The cursor goes back in time. One that does not would bring the same videos for ever.
    if (cursor !== undefined && page.cursor >= cursor) break
    cursor = page.cursor
  }
  return [...new Set(found.filter((video) => shows(video, caption)).map((video) => video.id))]
}

const shows = ({ title, video_description: description }: VideoFields, caption: string): boolean => {
  const shown = [caption.slice(0, SHOWN_LENGTH), [...caption].slice(0, SHOWN_LENGTH).join('')]
  return [title, description].some((text) => text !== undefined && shown.includes(text))
}

const unknown = (why: string): ProbeResult => ({
  verdict: 'unknown',
  detail: `TikTok's answer with the name of the publish was lost. ${why}`,
})
