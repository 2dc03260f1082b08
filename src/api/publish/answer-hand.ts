import type { Logger } from 'pino'
import { isDone } from '../../domain/changes-by-hand'
import type { HandChange, HandResult, JobRuns } from '../../domain/ports/jobs'
import type { Reach } from '../../domain/reach'
import { ApiProblem } from '../problems'
import { viewJob } from '../routes/read-publish-jobs'
import type { ReadDeps } from '../routes/read-publish-jobs'
import { bestEffort } from './best-effort'
import { missingJob } from './missing-job'

/**
 * What a caller gets for a change by hand: the row has decided, and the answer tells the decision with the job as it stands.
 * @throws ApiProblem `job-not-found`, `job-removed`, or the row's refusal.
 */
export async function answerHand(deps: ReadDeps, jobId: string, result: HandResult | null, reach: Reach) {
  if (!result) throw await missingJob(deps.jobs, jobId, reach)
  const job = await viewJob(deps, jobId, reach)
  const { answer } = result
  if (!isDone(answer)) throw new ApiProblem(answer, { job })
  return { status: 200, body: { answer, job } }
}

/** The run is told to look at its row; one that cannot be reached finds it out by itself. */
export async function tellRun(
  runs: JobRuns,
  log: Logger,
  jobId: string,
  change: HandChange,
  result: HandResult | null,
): Promise<void> {
  if (result && isDone(result.answer)) await bestEffort(log, { jobId, act: change }, () => runs.notify(jobId, change))
}
