import type { DuePost, SyncAccount } from '../domain/ports/sync'
import { accountSlotFrom, nextSyncAtMs } from '../domain/sync-cadence'
import type { SyncStop } from '../domain/sync-stop'
import type { SyncDependencies } from './sync-batch'

const PAGE_SIZE = 500

/** Leaves what is due of an account to a later instant, and says why. @returns how many posts */
export function createPutOff({ sync, clock, cadence }: Pick<SyncDependencies, 'sync' | 'clock' | 'cadence'>) {
  return async (account: SyncAccount, dueBeforeMs: number, { code, untilMs }: Pick<SyncStop, 'code' | 'untilMs'>) => {
    let count = 0
    for await (const posts of sync.duePosts(account, dueBeforeMs, PAGE_SIZE)) {
      const nowMs = clock.nowMs()
      const later = (post: DuePost) =>
        untilMs === null
          ? nextSyncAtMs(post, 'failed', nowMs, cadence)
          : accountSlotFrom(account, Math.max(untilMs, nowMs))
      const reading = { state: 'failed', code } as const
      await sync.record(
        posts.map((post) => ({ id: post.id, reading, nextSyncAtMs: later(post) })),
        nowMs,
      )
      count += posts.length
    }
    return count
  }
}
