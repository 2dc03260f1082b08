import { ActivityFailure, isCancellation } from '@temporalio/workflow'
import { problemOf } from './problem-of'
import { remoteSteps, rows } from './proxies'
import type { Round } from './round'
import { record, settle } from './settle'

/** Brings the upload to the brink of its commit, then sends the commit, once. */
export async function deliver(round: Round): Promise<void> {
  const { run, hands, board } = round
  const { upload, commit } = remoteSteps(round.pacing)
  try {
    await hands.interruptible(() => upload(run))
    board.show('committing')
    const sent = await commit(run)
    if (sent.outcome === 'published') return await record(round, sent.post)
    if (sent.outcome === 'not-claimed') return
  } catch (error) {
    // A cancel is in the row already; the next look at it ends the job.
    return isCancellation(error) ? undefined : waitOrFail(round, error)
  }
  board.show('processing')
  await settle(round)
}

/** The row decides what a failure means: where a commit has no verdict, nothing, and the next look at it probes. */
async function waitOrFail({ run, hands, board, attempt }: Round, error: unknown): Promise<void> {
  const atCommit = error instanceof ActivityFailure && error.activityType === 'commit'
  const after = await rows.settleFailure({ ...run, problem: problemOf(error), attempt, atCommit })
  if (after.kind === 'fail') return
  if (after.kind === 'wait') board.show(after.phase, after.untilMs)
  await hands.idleUntil(after.untilMs)
}
