import type { Platform } from '../domain/platform'
import type { Finding, RoundReports } from '../domain/ports/rounds'
import type { DueAccount, DueAccountsRequest } from '../domain/ports/sync'
import { SYNC_SCHEDULE_ID } from '../domain/schedule-ids'
import type { SyncStop } from '../domain/sync-stop'
import type { SyncTally } from '../domain/sync-tally'
import { beating } from './beat'
import type { PublishDependencies } from './dependencies'
import { createPutOff } from './put-off'
import type { SyncDependencies } from './sync-batch'

export interface SyncRoundDependencies extends SyncDependencies {
  reports: RoundReports
  /** Rounds begin that often. */
  metricsIntervalMs: number
}

/** A round takes what was due when it began, and ends before the next one begins: what is left then is that one's. */
export interface SyncRound {
  startedAtMs: number
  endsAtMs: number
  heartbeatTimeoutMs: number
}

/** Of the time until the next round. */
const ROUND_SHARE = 0.8

/** Accounts of one page; two hundred history events or a few more. */
const PAGE_SIZE = 50

type Needs = SyncRoundDependencies & Pick<PublishDependencies, 'pacing'>

/** What a round of syncs does in the database alone. */
export function createSyncRoundActivities(deps: Needs) {
  const { sync, reports, clock, cadence, pacing, metricsIntervalMs } = deps
  const putOff = createPutOff(deps)

  return {
    async beginSync(): Promise<SyncRound> {
      const startedAtMs = clock.nowMs()
      await sync.replan(startedAtMs, cadence.stopAfterMs)
      const endsAtMs = startedAtMs + ROUND_SHARE * metricsIntervalMs
      return { startedAtMs, endsAtMs, heartbeatTimeoutMs: pacing.heartbeatTimeoutMs }
    },

    /** A page of accounts whose posts are due; empty too once the round's time is over. */
    async findDueAccounts({ endsAtMs, ...request }: DueAccountsRequest & { endsAtMs: number }): Promise<DueAccount[]> {
      return clock.nowMs() >= endsAtMs ? [] : sync.dueAccounts(request, PAGE_SIZE)
    },

    /** Leaves all that is due on a platform to a later instant. @returns how many posts */
    putOffPlatform: ({ platform, dueBeforeMs, stop }: { platform: Platform; dueBeforeMs: number; stop: SyncStop }) =>
      beating(pacing.heartbeatTimeoutMs / 3, async (_report, signal) => {
        let count = 0
        let page: DueAccount[]
        let after: DueAccount | null = null
        while ((page = await sync.dueAccounts({ platform, dueBeforeMs, after, except: [] }, PAGE_SIZE)).length > 0) {
          for (const { userId } of page) {
            signal.throwIfAborted()
            count += await putOff({ platform, userId }, dueBeforeMs, stop)
          }
          after = page.at(-1) ?? null
        }
        return count
      }),

    async reportSync({ startedAtMs, tally, findings }: SyncReport): Promise<void> {
      await reports.save({
        name: SYNC_SCHEDULE_ID,
        startedAtMs,
        endedAtMs: clock.nowMs(),
        counts: { ...tally },
        findings,
      })
    },
  }
}

export interface SyncReport {
  startedAtMs: number
  tally: SyncTally
  findings: Finding[]
}

export type SyncRoundActivities = ReturnType<typeof createSyncRoundActivities>
