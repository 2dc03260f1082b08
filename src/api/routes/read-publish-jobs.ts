import { z } from 'zod'
import type { JobRow, Jobs } from '../../database/jobs'
import type { Videos } from '../../database/videos'
import type { QuotaQueue } from '../../domain/ports/quota'
import type { Reach } from '../../domain/reach'
import { missingJob } from '../publish/missing-job'
import { route } from '../route'
import { id } from '../schemas/common'
import { job, jobPage, jobQuery } from '../schemas/publish-job'
import type { JobView } from '../schemas/publish-job'
import { toJobView } from '../views/job-view'
import type { WorkflowUrl } from '../views/job-view'
import { toPageRequest, toPageView } from '../views/page-view'
import { placesOf } from '../views/queue-view'

export interface ReadDeps {
  jobs: Jobs
  queue: Pick<QuotaQueue, 'places'>
  videos: Videos
  workflowUrl: WorkflowUrl
}

export const jobParams = z.strictObject({ jobId: id })

export const listPublishJobs = (deps: ReadDeps) =>
  route(
    {
      method: 'get',
      path: '/v1/publish-jobs',
      operationId: 'listPublishJobs',
      summary: 'List publish jobs, newest first',
      tag: 'Publish jobs',
      scope: 'read',
      query: jobQuery,
      answer: jobPage,
      statuses: { 200: 'A page of jobs' },
      problems: ['validation-failed'],
    },
    async ({ query: { limit, cursor, ...filter }, caller }) => {
      const page = await deps.jobs.list(filter, toPageRequest({ limit, cursor }), caller.reach)
      return { status: 200, body: toPageView(page, await viewerOf(deps, page.rows)) }
    },
  )

export const getPublishJob = (deps: ReadDeps) =>
  route(
    {
      method: 'get',
      path: '/v1/publish-jobs/{jobId}',
      operationId: 'getPublishJob',
      summary: 'Follow a publish job: phase, progress, wait, attempts, post',
      tag: 'Publish jobs',
      scope: 'read',
      params: jobParams,
      answer: job,
      statuses: { 200: 'The job' },
      problems: ['validation-failed', 'job-not-found', 'job-removed'],
    },
    async ({ params, caller }) => ({ status: 200, body: await viewJob(deps, params.jobId, caller.reach) }),
  )

/** @throws ApiProblem `job-not-found`, `job-removed` */
export async function viewJob(deps: ReadDeps, jobId: string, reach: Reach): Promise<JobView> {
  const row = await deps.jobs.find(jobId, reach)
  if (!row) throw await missingJob(deps.jobs, jobId, reach)
  const toView = await viewerOf(deps, [row])
  return toView(row)
}

/** Jobs as callers see them, in their order. */
export async function viewJobs(deps: ReadDeps, rows: JobRow[]): Promise<JobView[]> {
  return rows.map(await viewerOf(deps, rows))
}

/** Shows these jobs, and no others: what lies beside their rows is read once for all of them. */
async function viewerOf({ videos, queue, workflowUrl }: ReadDeps, rows: JobRow[]): Promise<(row: JobRow) => JobView> {
  const [sizes, places] = await Promise.all([videos.sizes(rows.map((row) => row.videoId)), placesOf(queue, rows)])
  return (row) => toJobView(row, { sizeBytes: sizes.get(row.videoId), place: places.get(row.jobId) }, workflowUrl)
}
