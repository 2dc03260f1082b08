import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import { type JobEvents, type JobState, PAGE } from '../../database/job-events'
import { isTerminal } from '../../domain/job'
import type { Follower } from './follower'
import { toProgressFrame, toStateFrame } from './frames'

/** How long a post's address is waited for once the job has been published. */
const ADDRESS_WAIT_MS = 30_000

const RETRY_MS = 1_000

/** The followers of one job, who are told of it by one read, however many they are. */
export interface Feed {
  add(follower: Follower): void
  remove(follower: Follower): void
  readonly isEmpty: boolean
  /** There may be news. */
  wake(): void
}

export function createFeed(jobId: string, events: JobEvents, logger: Pick<Logger, 'warn'>): Feed {
  const followers = new Set<Follower>()
  let latest: JobState | undefined
  let hasNews = false
  let isReading = false
  let waitingForAddress: NodeJS.Timeout | undefined

  /** From the follower on that knows least: each takes of it what it does not know. Who has come meanwhile has a read of its own. */
  async function read(): Promise<void> {
    const readers = [...followers]
    const fromId = readers.map((reader) => reader.lastId).reduce((a, b) => (a < b ? a : b))
    const news = await events.after(jobId, fromId)
    if (!news) return endAll(readers)

    for (const state of news.states) {
      const frame = toStateFrame(jobId, state)
      for (const reader of readers) reader.tellState(state, frame)
      if (!latest?.id || state.id > latest.id) latest = state
    }
    if (news.states.length === PAGE) hasNews = true
    const frame = toProgressFrame(news)
    for (const reader of readers) reader.tellProgress(news.bytesSent, frame)
    if (latest && isTerminal(latest.state.phase)) endAfter(latest, readers)
  }

  function endAfter({ id, state }: JobState, readers: Follower[]): void {
    const toldAll = readers.filter((reader) => reader.lastId === id)
    if (state.post?.url !== null) return endAll(toldAll)
    waitingForAddress ??= setTimeout(() => endAll([...followers]), ADDRESS_WAIT_MS).unref()
  }

  function endAll(ending: Follower[]): void {
    for (const follower of ending) {
      followers.delete(follower)
      follower.end()
    }
  }

  async function readAll(): Promise<void> {
    isReading = true
    while (hasNews && followers.size > 0) {
      hasNews = false
      await read().catch(async (err: unknown) => {
        logger.warn({ err, jobId }, 'could not read what has become of a job that is followed')
        hasNews = true
        await pause(RETRY_MS)
      })
    }
    isReading = false
  }

  const wake = () => {
    hasNews = true
    if (!isReading) void readAll()
  }
  return {
    add(follower) {
      followers.add(follower)
      wake()
    },
    remove: (follower) => void followers.delete(follower),
    get isEmpty() {
      return followers.size === 0
    },
    wake,
  }
}
