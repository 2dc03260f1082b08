import {
  continueAsNew,
  isCancellation,
  log,
  proxyActivities,
  setCurrentDetails,
  workflowInfo,
} from '@temporalio/workflow'
import type { AccountSynced, MetricsActivities } from '../activities/metrics'
import type { SyncRound, SyncRoundActivities } from '../activities/sync-round'
import { PLATFORM_NAMES, type Platform } from '../domain/platform'
import type { Finding } from '../domain/ports/rounds'
import type { DueAccount } from '../domain/ports/sync'
import type { SyncStop } from '../domain/sync-stop'
import { addTally, NO_TALLY, type SyncTally } from '../domain/sync-tally'
import { PRIORITY } from '../domain/urgency'
import { remoteQueue } from './contract'
import { slidingWindow } from './sliding-window'

export interface SyncPlatformInput extends SyncRound {
  platform: Platform
  /** The last account of the page before. */
  after: DueAccount | null
  tally: SyncTally
}

export interface PlatformSynced {
  tally: SyncTally
  finding: Finding | null
}

/** Accounts of one platform that are read at once. */
const AT_ONCE = 8

/** A page adds some hundred events; what is read then is ended before a new run goes on. */
const MAX_EVENTS = 1_200

/** Works through the accounts of one platform that had due posts when the round began, those that have waited the longest first. */
export async function syncPlatform(input: SyncPlatformInput): Promise<PlatformSynced> {
  const { platform, startedAtMs: dueBeforeMs, endsAtMs } = input
  const { findDueAccounts, putOffPlatform, syncAccount } = stepsOf(input)
  const reading = slidingWindow(AT_ONCE)
  const round: { tally: SyncTally; stop: SyncStop | null } = { tally: input.tally, stop: null }
  let { after } = input

  async function sync(userId: string): Promise<void> {
    const synced = await unlessBrokenOff(userId, syncAccount({ platform, userId, dueBeforeMs, endsAtMs }))
    round.tally = addTally(round.tally, synced.tally)
    round.stop ??= synced.stop
  }

  for (;;) {
    show(input, round.tally)
    const page: DueAccount[] = await findDueAccounts({ platform, dueBeforeMs, endsAtMs, after, except: reading.keys() })
    for (const { userId } of page) {
      await reading.room()
      if (round.stop) break
      reading.add(userId, sync(userId))
    }
    after = page.at(-1) ?? null
    if (!after || round.stop) break
    const { historyLength, continueAsNewSuggested } = workflowInfo()
    if (historyLength < MAX_EVENTS && !continueAsNewSuggested) continue
    await reading.end()
    if (!round.stop) await continueAsNew<typeof syncPlatform>({ ...input, tally: round.tally, after })
  }
  await reading.end()
  const { tally, stop } = round
  if (!stop) return { tally, finding: null }
  const putOff = await putOffPlatform({ platform, dueBeforeMs, stop })
  return { tally: addTally(tally, { putOff }), finding: findingOf(stop) }
}

const show = ({ platform, endsAtMs }: SyncPlatformInput, { accounts, read, putOff, failed }: SyncTally) =>
  setCurrentDetails(
    `Reads the numbers of due posts on ${PLATFORM_NAMES[platform]} until ${new Date(endsAtMs).toISOString()} at the latest; ` +
      `what is left then is the next round's. So far ${accounts} accounts: ${read} posts read, ${failed} failed, ${putOff} put off.`,
  )

/** What one account cannot do is no concern of the others; its posts are due in the next round still. */
async function unlessBrokenOff(userId: string, work: Promise<AccountSynced>): Promise<AccountSynced> {
  try {
    return await work
  } catch (error) {
    if (isCancellation(error)) throw error
    log.warn('the sync of an account was broken off', { userId, error })
    return { tally: { ...NO_TALLY, brokenOff: 1 }, stop: null }
  }
}

const findingOf = ({ code, message, remedy }: SyncStop): Finding => ({ code, message, remedy })

function stepsOf({ platform, heartbeatTimeoutMs }: SyncPlatformInput) {
  const priority = { priorityKey: PRIORITY.housekeeping }
  const { findDueAccounts } = proxyActivities<SyncRoundActivities>({
    startToCloseTimeout: '1 minute',
    retry: { maximumAttempts: 5 },
    priority,
  })
  const { putOffPlatform } = proxyActivities<SyncRoundActivities>({
    startToCloseTimeout: '10 minutes',
    heartbeatTimeout: heartbeatTimeoutMs,
    retry: { maximumAttempts: 5 },
    priority,
  })
  // Reads only, and goes on where it ended: the round's end bounds it, and a worker that has died is noticed by its silence.
  const { syncAccount } = proxyActivities<MetricsActivities>({
    taskQueue: remoteQueue('call', platform),
    summary: "numbers of an account's due posts",
    startToCloseTimeout: '1 hour',
    heartbeatTimeout: heartbeatTimeoutMs,
    retry: { maximumAttempts: 5 },
    priority,
  })
  return { findDueAccounts, putOffPlatform, syncAccount }
}
