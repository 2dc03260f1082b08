import type { ProbeResult, SentTask } from '../../domain/ports/platform'
import { composeCaption } from '../../domain/publish-rules'
import { callContext } from '../call-context'
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
  const recent = await videosSince(client, task, Math.floor(committedAtMs / 1000))
  const alike = recent.filter((video) => shows(video, caption)).map((video) => video.id)
  const taken = await task.taken(alike)
  const [id, ...others] = alike.filter((videoId) => !taken.has(videoId))
  if (id === undefined) return unknown('No public video with this caption is to be seen yet.')
  if (others.length > 0) return unknown('Several videos since then have this caption.')
  const post = { platformPostId: id, provisionalId: id, visibility: PUBLIC, complete: false, warnings: [] }
  return { verdict: 'published', post }
}

/** @param fromSeconds epoch seconds, as TikTok's `create_time` is */
async function videosSince(client: TikTokClient, task: SentTask, fromSeconds: number): Promise<VideoFields[]> {
  const found: VideoFields[] = []
  let cursor: number | undefined
  for (;;) {
    const page = await client.listVideos(cursor, callContext(task, 'probe'))
    const recent = page.videos.filter(({ create_time: atSeconds }) => (atSeconds ?? 0) >= fromSeconds)
    found.push(...recent)
    if (!page.has_more || recent.length === 0 || recent.length < page.videos.length) return found
    cursor = page.cursor
  }
}

const shows = ({ title, video_description: description }: VideoFields, caption: string): boolean => {
  const shown = [caption.slice(0, SHOWN_LENGTH), [...caption].slice(0, SHOWN_LENGTH).join('')]
  return [title, description].some((text) => text !== undefined && shown.includes(text))
}

const unknown = (why: string): ProbeResult => ({
  verdict: 'unknown',
  detail: `TikTok's answer with the name of the publish was lost. ${why}`,
})
