import type { Problem } from '../domain/errors'
import { rows } from './proxies'
import type { Round } from './round'

/** The row decides what a failure means: where a commit has no verdict, nothing, and the next look at it probes. */
export async function waitOrFail(round: Round, problem: Problem, atCommit: boolean): Promise<void> {
  const { run, hands, board, attempt } = round
  const after = await rows.settleFailure({ ...run, problem, attempt, atCommit })
  if (after.kind === 'fail') return
  const { untilMs } = after
  if (after.kind === 'wait') board.show(after.phase, { untilMs, why: problem, place: after.place })
  else board.again(untilMs, problem)
  await hands.idleUntil(untilMs)
}
