import type { BullMqJobRow, BullMqJobs } from '../../database/bullmq-jobs'
import type { Jobs } from '../../database/jobs'
import type { Videos } from '../../database/videos'
import { BULLMQ_EMPTY_STATES, BULLMQ_STATES, STATUS_IN_BULLMQ, toBullMqJob } from '../../domain/bullmq'
import { missingJob } from '../publish/missing-job'
import { route } from '../route'
import { bullMqCounts, bullMqJob, bullMqJobPage, bullMqQuery } from '../schemas/bullmq'
import { toPageRequest, toPageView } from '../views/page-view'
import { jobParams } from './read-publish-jobs'

export interface BullMqDeps {
  bullMqJobs: BullMqJobs
  jobs: Pick<Jobs, 'findRemoved'>
  videos: Pick<Videos, 'sizes'>
}

const tag = 'BullMQ'

export const listBullMqJobs = (deps: BullMqDeps) =>
  route(
    {
      method: 'get',
      path: '/v1/bullmq/jobs',
      operationId: 'listBullMqJobs',
      summary: 'List publish jobs as BullMQ jobs, newest first',
      tag,
      scope: 'read',
      query: bullMqQuery,
      answer: bullMqJobPage,
      statuses: { 200: 'A page of jobs' },
      problems: ['validation-failed'],
    },
    async ({ query: { state: states = BULLMQ_STATES, ...paging }, caller: { reach } }) => {
      const statuses = states.map((state) => STATUS_IN_BULLMQ[state])
      const page = await deps.bullMqJobs.list(statuses, toPageRequest(paging), reach)
      return { status: 200, body: toPageView(page, await viewerOf(deps, page.rows)) }
    },
  )

export const getBullMqJob = (deps: BullMqDeps) =>
  route(
    {
      method: 'get',
      path: '/v1/bullmq/jobs/{jobId}',
      operationId: 'getBullMqJob',
      summary: 'Read a publish job as a BullMQ job',
      tag,
      scope: 'read',
      params: jobParams,
      answer: bullMqJob,
      statuses: { 200: 'The job' },
      problems: ['validation-failed', 'job-not-found', 'job-removed'],
    },
    async ({ params: { jobId }, caller: { reach } }) => {
      const row = await deps.bullMqJobs.find(jobId, reach)
      if (!row) throw await missingJob(deps.jobs, jobId, reach)
      const toView = await viewerOf(deps, [row])
      return { status: 200, body: toView(row) }
    },
  )

export const countBullMqJobs = (deps: BullMqDeps) =>
  route(
    {
      method: 'get',
      path: '/v1/bullmq/counts',
      operationId: 'countBullMqJobs',
      summary: 'Count publish jobs by their BullMQ state',
      tag,
      scope: 'read',
      answer: bullMqCounts,
      statuses: { 200: 'How many jobs are in each state' },
      problems: [],
    },
    async ({ caller: { reach } }) => {
      const counts = await deps.bullMqJobs.count(reach)
      const found = BULLMQ_STATES.map((state) => [state, counts[STATUS_IN_BULLMQ[state]] ?? 0] as const)
      const empty = BULLMQ_EMPTY_STATES.map((state) => [state, 0] as const)
      return { status: 200, body: bullMqCounts.parse(Object.fromEntries([...found, ...empty])) }
    },
  )

/** Shows these jobs: the sizes of their videos are read once for all of them. */
async function viewerOf({ videos }: BullMqDeps, rows: BullMqJobRow[]) {
  const sizes = await videos.sizes(rows.map(({ videoId }) => videoId))
  return (row: BullMqJobRow) => toBullMqJob(row, sizes.get(row.videoId))
}
