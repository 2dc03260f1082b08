import { reconnectRequired } from '../domain/job-account'
import type { PostReading } from '../domain/ports/metrics'
import type { DuePost, SyncAccount } from '../domain/ports/sync'
import { stopOf, type SyncStop } from '../domain/sync-stop'
import { addTally, NO_TALLY, type SyncTally } from '../domain/sync-tally'
import type { Accounts } from './accounts'
import { beating } from './beat'
import type { PublishDependencies } from './dependencies'
import { createPutOff } from './put-off'
import { createBatches, type Holder, type SyncDependencies } from './sync-batch'

/** So many batches may fail one after the other before the rest of their account is left for later. */
const BAD_BATCHES = 2

export interface SyncAccountInput extends SyncAccount {
  /** What is due later is left to the next round. */
  dueBeforeMs: number
  /** No batch is begun after it. */
  endsAtMs: number
}

export interface AccountSynced {
  tally: SyncTally
  /** What holds for every account of the platform: no other need be asked. */
  stop: SyncStop | null
}

type Needs = SyncDependencies & Pick<PublishDependencies, 'pacing'>

/** What is asked of the platforms for the sake of numbers. */
export function createMetricsActivities(deps: Needs, accounts: Accounts) {
  const { sync, readers, clock, pacing } = deps
  const batches = createBatches(deps, accounts)
  const putOff = createPutOff(deps)

  async function syncHeld(input: SyncAccountInput, holder: Holder, signal: AbortSignal): Promise<AccountSynced> {
    let tally = NO_TALLY
    let badBatches = 0
    for await (const posts of sync.duePosts(input, input.dueBeforeMs, readers[input.platform].batchSize)) {
      if (clock.nowMs() >= input.endsAtMs) break
      const observedAtMs = clock.nowMs()
      const result = await batches.read(posts, holder, signal)
      const stop = 'problem' in result ? (stopOf(result.problem) ?? lastStraw(result.problem, ++badBatches)) : null
      if (stop) return stopped(input, stop, tally)
      if ('readings' in result) badBatches = 0
      const readings = 'readings' in result ? result.readings : allFailed(posts, result.problem.code)
      await batches.record(posts, readings, observedAtMs)
      tally = addTally(tally, tallyOf(readings))
    }
    return { tally, stop: null }
  }

  async function stopped(input: SyncAccountInput, stop: SyncStop, tally: SyncTally): Promise<AccountSynced> {
    const count = await putOff(input, input.dueBeforeMs, stop)
    return { tally: addTally(tally, { putOff: count }), stop: stop.reach === 'platform' ? stop : null }
  }

  return {
    /**
     * Brings the numbers of an account's due posts, batch by batch. Doing it again goes on where the last attempt ended:
     * what is recorded is not due any more.
     */
    syncAccount: (input: SyncAccountInput): Promise<AccountSynced> =>
      beating(pacing.heartbeatTimeoutMs / 3, async (_report, signal) => {
        const holder = await sync.holder(input)
        const synced = holder ? await syncHeld(input, holder, signal) : await stopped(input, notConnected(), NO_TALLY)
        return { ...synced, tally: addTally(synced.tally, { accounts: 1 }) }
      }),
  }
}

export type MetricsActivities = ReturnType<typeof createMetricsActivities>

const notConnected = (): SyncStop => ({ ...reconnectRequired(null), reach: 'account', untilMs: null })

const lastStraw = (problem: Omit<SyncStop, 'reach' | 'untilMs'>, badBatches: number): SyncStop | null =>
  badBatches < BAD_BATCHES ? null : { ...problem, reach: 'account', untilMs: null }

const allFailed = (posts: DuePost[], code: string) =>
  new Map(posts.map(({ id }): [string, PostReading] => [id, { state: 'failed', code }]))

function tallyOf(readings: Map<string, PostReading>): Partial<SyncTally> {
  const count = (state: PostReading['state']) => [...readings.values()].filter((one) => one.state === state).length
  return {
    read: count('read'),
    unavailable: count('unavailable'),
    unresolved: count('unresolved'),
    failed: count('failed'),
  }
}
