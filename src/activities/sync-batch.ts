import { log } from '@temporalio/activity'
import { PublishError, type Problem } from '../domain/errors'
import { ACCOUNT_CHANGED } from '../domain/job-account'
import type { Clock } from '../domain/ports/clock'
import type { MetricsReaders, PostReading } from '../domain/ports/metrics'
import type { DuePost, SyncedPost, SyncRows } from '../domain/ports/sync'
import { nextSyncAtMs, type SyncCadence } from '../domain/sync-cadence'
import type { Accounts, PinnedAccount } from './accounts'

export interface SyncDependencies {
  sync: SyncRows
  readers: MetricsReaders
  clock: Clock
  cadence: SyncCadence
}

/** Whose posts they are, and with which token they are read. */
export interface Holder extends PinnedAccount {
  connectionId: string
  platformUserId: string
}

/** What became of a batch: a reading for each of its posts, or the problem that kept all of them from being read. */
export type BatchResult = { readings: Map<string, PostReading> } | { problem: Problem }

const COUNTERS = ['views', 'likes', 'comments', 'shares'] as const

const failed = (code: string): PostReading => ({ state: 'failed', code })

export function createBatches({ sync, readers, clock, cadence }: SyncDependencies, accounts: Accounts) {
  /** Posts that were made on another account than the one that is connected now are not asked about with its token. */
  async function read(posts: DuePost[], holder: Holder, signal: AbortSignal): Promise<BatchResult> {
    const isHeld = ({ platformUserId }: DuePost) => platformUserId === null || platformUserId === holder.platformUserId
    const readings = new Map(posts.map(({ id }) => [id, failed(ACCOUNT_CHANGED.code)]))
    const held = posts.filter(isHeld)
    const [first] = held
    if (!first) return { readings }
    try {
      const told = await accounts.call(holder, 'read', (account) => readers[first.platform].read(account, held, signal))
      for (const { id } of held) readings.set(id, told.get(id) ?? failed('internal-error'))
      return { readings }
    } catch (error) {
      signal.throwIfAborted()
      return { problem: problemOf(error) }
    }
  }

  /** Late ids first: should the worker die in between, the post is asked about once more, by its id. */
  async function record(posts: DuePost[], readings: Map<string, PostReading>, observedAtMs: number): Promise<void> {
    const told = [...readings].flatMap(([id, reading]) =>
      reading.state === 'read' && reading.identity ? [{ id, ...reading.identity }] : [],
    )
    const adopted = told.length > 0 ? await sync.adopt(told) : new Set<string>()
    for (const { id } of told) if (!adopted.has(id)) readings.set(id, failed('public-id-taken'))
    await sync.record(
      posts.map((post) => syncedPost(post, readings.get(post.id) ?? failed('internal-error'))),
      observedAtMs,
    )
  }

  function syncedPost(post: DuePost, reading: PostReading): SyncedPost {
    const nowMs = clock.nowMs()
    const outcome = reading.state === 'unresolved' ? 'read' : reading.state
    const facts = hasMoved(post, reading) ? { ...post, countersChangedAtMs: nowMs } : post
    return { id: post.id, reading, nextSyncAtMs: nextSyncAtMs(facts, outcome, nowMs, cadence) }
  }

  return { read, record }
}

function hasMoved({ counters }: DuePost, reading: PostReading): boolean {
  if (reading.state !== 'read') return false
  const told = reading.counters
  return COUNTERS.some((name) => told[name] !== null && told[name] !== counters[name])
}

/** A fault of Publisher's own in reading one batch is no reason to read no other. */
function problemOf(error: unknown): Problem {
  if (error instanceof PublishError) return error.problem
  log.warn('posts could not be read', { error })
  return {
    code: 'internal-error',
    category: 'internal',
    message: 'A fault of Publisher itself.',
    remedy: "The worker's log tells more.",
  }
}
