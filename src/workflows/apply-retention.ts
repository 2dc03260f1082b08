import {
  ActivityCancellationType,
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  isCancellation,
  proxyActivities,
  setCurrentDetails,
} from '@temporalio/workflow'
import type { ArchiveActivities } from '../activities/archive'
import type { RetentionActivities } from '../activities/retention'
import type { Finding } from '../domain/ports/rounds'
import { PRIORITY } from '../domain/urgency'
import { RETENTION_SCHEDULE_ID } from './contract'

const steps = proxyActivities<RetentionActivities & ArchiveActivities>({
  startToCloseTimeout: '6 hours',
  heartbeatTimeout: '1 minute',
  // A cancelled round has ended when nothing of it is at work any more.
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  retry: { initialInterval: '5 seconds', maximumInterval: '1 minute', maximumAttempts: 5 },
  priority: { priorityKey: PRIORITY.housekeeping },
})

/** Removes what has served its time. Each step is on its own: what one cannot do holds up no other. */
export async function applyRetention(): Promise<void> {
  const round = { roundAtMs: Date.now() }
  const done = openRound(round.roundAtMs)
  try {
    await done.step('Ended jobs', () => steps.removeEndedJobs(round))
    await done.step('The archive of posts', archivePosts)
    await done.step('Archived rows', () => pruneArchived(done.find))
    await done.step('Old metrics', () => steps.thinMetrics(round))
    await done.step('Deleted posts and videos', () => steps.purgeDeleted(round))
    await done.step('What was of use for a while', () => steps.forgetLeftovers(round))
    await done.step('Uploads that were left', () => steps.abandonUploads(round))
  } finally {
    await CancellationScope.nonCancellable(() => steps.reportRetention(done.report()))
  }
  if (done.failed.length > 0)
    throw ApplicationFailure.nonRetryable(`Not done: ${done.failed.join(', ')}`, 'retention-incomplete')
}

type Counts = Record<string, number>

function openRound(startedAtMs: number) {
  const counts: Counts = {}
  const findings: Finding[] = []
  const failed: string[] = []
  return {
    failed,
    find: (finding: Finding) => void findings.push(finding),

    /** A failure is found, and the round goes on; a cancel ends the round. */
    async step(name: string, work: () => Promise<Counts>): Promise<void> {
      setCurrentDetails(
        `Now: ${name}. ${failed.length > 0 ? `Not done: ${failed.join(', ')}.` : 'All before it is done.'}`,
      )
      try {
        Object.assign(counts, await work())
      } catch (error) {
        if (isCancellation(error)) throw error
        failed.push(name)
        findings.push(stepFailed(name, error))
      }
    },

    report: () => ({ name: RETENTION_SCHEDULE_ID, startedAtMs, endedAtMs: Date.now(), counts, findings }),
  }
}

async function archivePosts(): Promise<Counts> {
  const { parts, posts, metrics, postponed } = await steps.archivePosts()
  return { archivedParts: parts, archivedPosts: posts, archivedMetrics: metrics, postponedMonths: postponed }
}

async function pruneArchived(find: (finding: Finding) => void): Promise<Counts> {
  const { parts, posts, damaged } = await steps.pruneArchived()
  damaged.forEach((id) => find(archiveDamaged(id)))
  return { prunedParts: parts, prunedPosts: posts, damagedParts: damaged.length }
}

const stepFailed = (name: string, error: unknown): Finding => {
  const cause = error instanceof ActivityFailure && error.cause ? error.cause : (error as Error)
  return {
    code: 'retention-step-failed',
    message: `${name}: not done to the end. ${cause.message}`,
    remedy:
      'The next round goes on where this one has ended. If it stays so, the run in the Temporal Web UI shows why.',
  }
}

const archiveDamaged = (id: string): Finding => ({
  code: 'archive-damaged',
  message: `Part ${id} of the archive is not in the bucket as it was put there: its posts stay in the database.`,
  remedy: 'See npm run ops -- archive verify for what is wrong with it.',
})
