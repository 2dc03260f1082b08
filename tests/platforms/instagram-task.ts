import { PublishError } from '../../src/domain/errors'
import type { Account, ObjectSource, PlatformPublisher, PostDraft, SentTask } from '../../src/domain/ports/platform'
import type { MemorySource } from '../support/memory-source'
import type { Bench } from './bench'

export const draft: PostDraft = { title: 'Sunrise', caption: 'Over the bay', hashtags: ['sunrise'], options: {} }
export const CAPTION = 'Over the bay\n\n#sunrise'

export interface Wanted {
  profile?: object
  login?: 'facebook'
  /** A new one unless given. */
  account?: Account
  options?: Record<string, unknown>
  source?: Partial<ObjectSource>
  /** What `coverKey` opens. */
  cover?: ObjectSource
}

export type PreparedReel = Awaited<ReturnType<typeof prepareReel>>

/** A container of a new account, driven as the activities do: what is learnt goes into the reference of the next call. */
export async function prepareReel(bench: Bench, source: MemorySource, wanted: Wanted = {}) {
  const instagram: PlatformPublisher = bench.publishers.INSTAGRAM
  const { login = null } = wanted
  const account = wanted.account ?? {
    ...(await bench.account('INSTAGRAM', { ...(login && { login }), ...wanted.profile })),
    login,
  }
  const image = (): Promise<ObjectSource> =>
    wanted.cover ? Promise.resolve(wanted.cover) : Promise.reject(new Error('no cover was asked for'))
  const base = {
    account,
    draft: { ...draft, options: wanted.options ?? {} },
    source: { ...source, ...wanted.source },
    image,
    signal: new AbortController().signal,
  }
  const { reference, expiresAtMs } = await instagram.prepare(base)
  const task: SentTask = { ...base, reference, taken: () => Promise.resolve(new Set()) }
  const learn = (learnt: Record<string, string> | undefined) => void Object.assign(task.reference, learnt)
  const progress: number[] = []

  const transfer = async () => {
    const result = await instagram.transfer(task, (bytes) => void progress.push(bytes))
    if (result.state !== 'gone') learn(result.reference)
    return result.state === 'gone' ? result : { state: result.state }
  }
  return {
    task,
    progress,
    expiresAtMs,
    transfer,
    commit: (sendBeforeMs = Infinity) =>
      instagram
        .commit({ ...task, sendBeforeMs }, () => {})
        .catch((error: unknown) => {
          if (error instanceof PublishError) learn(error.learnt)
          throw error
        }),
    probe: (committedAtMs = Date.now()) => instagram.probe(task, committedAtMs),
    /** Moves the clock until Instagram has done with the container. */
    settled: async () => {
      for (let poll = 0; poll < 500; poll++) {
        const result = await transfer()
        if (result.state !== 'pending') return result
        await bench.advance(1)
      }
      throw new Error('the container never settled')
    },
  }
}
