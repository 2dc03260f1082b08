import {
  allHandlersFinished,
  ApplicationFailure,
  CancellationScope,
  CancelledFailure,
  condition,
  log,
  setHandler,
} from '@temporalio/workflow'
import type { ClaimedRun, RunId } from '../domain/ports/run'
import { createBoard } from './board'
import type { PublishVideoInput } from './contract'
import { deliver } from './deliver'
import { listenForHands } from './hands'
import { uploadBegunSignal } from './messages'
import { listenForNews } from './news'
import { grantQuota, remoteSteps, rows } from './proxies'
import { settle } from './settle'

/**
 * Publishes one video to one platform, exactly once. The job's row says what to do next; the run does it and looks at
 * the row again, until the row is terminal. So a stale, second, reset or restarted run can do no harm.
 */
export async function publishVideo({ jobId, generation }: PublishVideoInput): Promise<void> {
  const run: RunId = { jobId, generation }
  const news = listenForNews()
  const hands = listenForHands(jobId, news)
  const board = createBoard(run)
  setHandler(uploadBegunSignal, board.uploading, { description: 'Sent by the upload itself once bytes flow.' })

  // Native cancellation is a wish, carried out by the row: it never interrupts a claimed commit.
  const end = await CancellationScope.nonCancellable(async (): Promise<ClaimedRun> => {
    const attempts = { publish: 0, confirm: 0 }
    for (;;) {
      hands.forget()
      const claimed = await rows.claimRun({ ...run, nowMs: Date.now() })
      const { move, pacing } = claimed
      const round = { run, hands, news, board, pacing, steps: remoteSteps(claimed) }
      board.read(claimed)
      if (move.kind === 'end') return claimed
      if (move.kind === 'wait') await hands.idleUntil(move.untilMs)
      if (move.kind === 'publish') await deliver({ ...round, attempt: ++attempts.publish })
      if (move.kind === 'confirm') await settle({ ...round, attempt: ++attempts.confirm })
    }
  })
  await CancellationScope.nonCancellable(async () => {
    if (freesQuota(end)) await passOnQuota()
    await condition(allHandlersFinished)
  })

  if (end.phase === 'cancelled' && hands.cancelledNatively) throw new CancelledFailure('cancelled by an operator')
  if (end.phase === 'failed' && end.problem)
    throw ApplicationFailure.nonRetryable(end.problem.message, end.problem.code)
}

/** Whether it may have held an upload of the day that it has not used. */
const freesQuota = ({ platform, phase }: ClaimedRun): boolean =>
  platform === 'YOUTUBE' && (phase === 'failed' || phase === 'cancelled')

const passOnQuota = () =>
  grantQuota().catch((error: unknown) =>
    log.warn('what the job has left of the day is given by the reconciler', { error }),
  )
