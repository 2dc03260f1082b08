import type { Jobs } from '../../database/jobs'
import type { Reach } from '../../domain/reach'
import { ApiProblem } from '../problems'
import { toRemovedJob } from '../views/removed-job-view'

/** Why there is no row of a job within reach: `job-removed` with what is left of it, or `job-not-found`. */
export async function missingJob(jobs: Pick<Jobs, 'findRemoved'>, jobId: string, reach: Reach): Promise<ApiProblem> {
  const [removed] = await jobs.findRemoved([jobId], reach)
  return removed ? new ApiProblem('job-removed', { job: toRemovedJob(removed) }) : new ApiProblem('job-not-found')
}

/**
 * Stands before whatever is done to a job by its id. A job never changes its user, nor a user its service: what is within
 * reach now is so for good.
 * @throws ApiProblem `job-not-found`, `job-removed`
 */
export async function demandJob(jobs: Pick<Jobs, 'has' | 'findRemoved'>, jobId: string, reach: Reach): Promise<void> {
  if (!(await jobs.has(jobId, reach))) throw await missingJob(jobs, jobId, reach)
}
