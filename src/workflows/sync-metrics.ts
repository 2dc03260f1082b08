import { executeChild, isCancellation, proxyActivities, setCurrentDetails, workflowInfo } from '@temporalio/workflow'
import type { SyncRoundActivities } from '../activities/sync-round'
import { PLATFORM_NAMES, PLATFORMS, type Platform } from '../domain/platform'
import type { Finding } from '../domain/ports/rounds'
import { addTally, NO_TALLY } from '../domain/sync-tally'
import { PRIORITY } from '../domain/urgency'
import { syncPlatform, type PlatformSynced, type SyncPlatformInput } from './sync-platform'

const { beginSync, reportSync } = proxyActivities<SyncRoundActivities>({
  startToCloseTimeout: '1 minute',
  retry: { maximumAttempts: 5 },
  priority: { priorityKey: PRIORITY.housekeeping },
})

/** Brings the numbers of posts that are due: the platforms side by side, so that a stalled one holds no other. */
export async function syncMetrics(): Promise<void> {
  const round = await beginSync()
  setCurrentDetails(
    `A run of each platform reads its due posts until ${new Date(round.endsAtMs).toISOString()}: see the child workflows.`,
  )
  const platforms = await Promise.all(
    PLATFORMS.map((platform) =>
      unlessBroken(platform, syncInOwnRun({ ...round, platform, after: null, tally: NO_TALLY })),
    ),
  )
  await reportSync({
    startedAtMs: round.startedAtMs,
    tally: platforms.reduce((sum, { tally }) => addTally(sum, tally), NO_TALLY),
    findings: platforms.flatMap(({ finding }) => finding ?? []),
  })
}

/** So that each goes on as a new run without waiting for the others. */
const syncInOwnRun = (input: SyncPlatformInput): Promise<PlatformSynced> =>
  executeChild(syncPlatform, {
    args: [input],
    workflowId: `${workflowInfo().workflowId}-${input.platform.toLowerCase()}`,
    staticSummary: `Numbers of due posts on ${PLATFORM_NAMES[input.platform]}`,
  })

/** The posts of a platform whose run is broken are due in the next round still. */
async function unlessBroken(platform: Platform, run: Promise<PlatformSynced>): Promise<PlatformSynced> {
  try {
    return await run
  } catch (error) {
    if (isCancellation(error)) throw error
    return { tally: NO_TALLY, finding: broken(platform) }
  }
}

const broken = (platform: Platform): Finding => ({
  code: 'sync-broken',
  message: `The sync of ${PLATFORM_NAMES[platform]} ended with a fault of Publisher itself; its posts stay due.`,
  remedy: 'Look at its run in the Web UI. The next round tries again.',
})
