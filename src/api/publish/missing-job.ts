import type { Jobs } from '../../database/jobs'
import { ApiProblem } from '../problems'
import { toRemovedJob } from '../views/removed-job-view'

/** Why there is no row of a job: `job-removed` with what is left of it, or `job-not-found`. */
export async function missingJob(jobs: Pick<Jobs, 'findRemoved'>, jobId: string): Promise<ApiProblem> {
  const [removed] = await jobs.findRemoved([jobId])
  return removed ? new ApiProblem('job-removed', { job: toRemovedJob(removed) }) : new ApiProblem('job-not-found')
}
