import type { PostDraft, PostReport, SentTask } from '../../src/domain/ports/platform'
import { startMemorySource, type MemorySource } from '../support/memory-source'
import type { Bench } from './bench'

export const MIB = 1024 * 1024

export type TikTokBench = ReturnType<typeof tiktokBench>

/** Publishes to TikTok step by step. Its bench and its videos end with it. */
export function tiktokBench(bench: Bench) {
  const tiktok = bench.publishers.TIKTOK
  const sources: MemorySource[] = []

  /** A public post, unless the options say otherwise. */
  const draft = (options: Record<string, unknown> = {}, caption = 'Over the bay'): PostDraft => ({
    title: 'Sunrise',
    caption,
    hashtags: ['sunrise'],
    options: options.postMode === 'MEDIA_UPLOAD' ? options : { privacyLevel: 'PUBLIC_TO_EVERYONE', ...options },
  })

  return {
    tiktok,
    draft,

    /** A task after its `prepare`, with the steps that follow. */
    async prepared(given: { sizeBytes?: number; profile?: object; options?: Record<string, unknown> } = {}) {
      const source = await startMemorySource(given.sizeBytes ?? 2 * MIB)
      sources.push(source)
      const base = {
        account: await bench.account('TIKTOK', given.profile),
        draft: draft(given.options),
        source,
        image: () => Promise.reject(new Error('TikTok takes no image')),
        signal: new AbortController().signal,
      }
      const { reference, expiresAtMs } = await tiktok.prepare(base)
      const task: SentTask = { ...base, reference, taken: () => Promise.resolve(new Set()) }
      const bytes: number[] = []
      const onBytes = (count: number) => void bytes.push(count)
      const committedAtMs = Date.now()
      return {
        task,
        source,
        bytes,
        expiresAtMs,
        transfer: () => tiktok.transfer(task, onBytes),
        /** What the answer adds to the reference is kept, as its caller does. */
        commit: async () => {
          const result = await tiktok.commit({ ...task, sendBeforeMs: Infinity }, onBytes)
          if (result.outcome === 'accepted') Object.assign(task.reference, result.reference)
          return result
        },
        probe: () => tiktok.probe(task, committedAtMs),
        enrich: (post: PostReport) => tiktok.enrich(task, post, committedAtMs),
      }
    },

    stop: () => Promise.all([bench.stop(), ...sources.map((source) => source.stop())]),
  }
}
