import { ActivityFailure, isCancellation } from '@temporalio/workflow'
import { ACCOUNT_BUSY } from '../domain/account-busy'
import { problemOf } from './problem-of'
import { rows } from './proxies'
import type { Round } from './round'
import { record, settle } from './settle'
import { waitOrFail } from './wait-or-fail'

/** Brings the upload to the brink of its commit, then sends the commit, once. */
export async function deliver(round: Round): Promise<void> {
  const { run, hands, board, steps } = round
  try {
    await hands.interruptible(() => steps.upload(run))
    board.show('committing')
    const sent = await steps.commit(run)
    if (sent.outcome === 'published') return await record(round, sent.post)
    if (sent.outcome === 'not-claimed') return await lookAgainSoon(round)
    if (sent.outcome === 'account-busy') {
      board.show('cooling-down', { untilMs: sent.untilMs, why: ACCOUNT_BUSY })
      return await hands.idleUntil(sent.untilMs)
    }
    if (sent.learnt) await rows.amendCheckpoint({ ...run, ...sent.learnt })
  } catch (error) {
    // A cancel is in the row already; the next look at it ends the job.
    if (isCancellation(error)) return
    const atCommit = error instanceof ActivityFailure && error.activityType === 'commit'
    return waitOrFail(round, problemOf(error), atCommit)
  }
  board.show('processing')
  await settle(round)
}

/** The row says why nothing was sent. Should it say "publish" again and again, the platform is not asked in a tight loop. */
async function lookAgainSoon({ hands, pacing, attempt }: Round): Promise<void> {
  const waitMs = Math.min(pacing.retryMaxIntervalMs, pacing.retryIntervalMs * 2 ** attempt)
  await hands.idleUntil(Date.now() + waitMs)
}
