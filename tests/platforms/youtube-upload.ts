import { request } from 'undici'
import type { PostDraft, PostReport, SentTask } from '../../src/domain/ports/platform'
import type { MemorySource } from '../support/memory-source'
import type { Bench } from './bench'

export const draft: PostDraft = {
  title: 'Sunrise',
  caption: 'Over the bay',
  hashtags: ['sunrise'],
  options: { privacyStatus: 'unlisted', madeForKids: false },
}

/** A video whose last byte has arrived. */
export async function uploadTo(
  bench: Bench,
  { source, image }: { source: MemorySource; image: MemorySource },
  profile: object,
  options: Record<string, unknown> = {},
) {
  const youtube = bench.publishers.YOUTUBE
  const account = await bench.account('YOUTUBE', profile)
  const base = {
    account,
    draft: { ...draft, options: { ...draft.options, ...options } },
    source,
    image: () => Promise.resolve(image),
    signal: new AbortController().signal,
  }
  const { reference } = await youtube.prepare(base)
  const task: SentTask = { ...base, reference, taken: () => Promise.resolve(new Set()) }
  await youtube.commit({ ...task, sendBeforeMs: Infinity }, () => {})
  const probe = () => youtube.probe(task, Date.now())
  const recorded = async (): Promise<PostReport> => {
    const found = await probe()
    if (found.verdict !== 'published') throw new Error(found.verdict)
    return found.post
  }
  return { account, task, probe, recorded, enrich: async () => youtube.enrich(task, await recorded(), Date.now()) }
}

/** A read of the Data API as the channel's owner makes it. */
export async function readOf({ account, reference }: SentTask, call: string): Promise<unknown> {
  const { origin } = new URL(reference.sessionUri ?? '')
  const headers = { authorization: `Bearer ${account.accessToken}` }
  const { body } = await request(`${origin}/youtube/youtube/v3/${call}`, { headers })
  return body.json()
}
