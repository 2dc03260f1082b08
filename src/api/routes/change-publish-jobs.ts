import type { Logger } from 'pino'
import type { Clock } from '../../domain/ports/clock'
import type { HandResult, JobHands, JobRuns } from '../../domain/ports/jobs'
import { bestEffort } from '../publish/best-effort'
import { checkInstant } from '../publish/plan-jobs'
import { ApiProblem } from '../problems'
import { route } from '../route'
import { changedJob, jobChange } from '../schemas/publish-job'
import { jobParams, viewJob } from './read-publish-jobs'
import type { ReadDeps } from './read-publish-jobs'

export interface ChangeDeps extends ReadDeps {
  hands: JobHands
  runs: JobRuns
  clock: Clock
}

const change = {
  tag: 'Publish jobs',
  scope: 'publish',
  params: jobParams,
  answer: changedJob,
  problems: ['validation-failed', 'job-not-found', 'too-late', 'unconfirmed'],
} as const

export const cancelPublishJob = (deps: ChangeDeps) =>
  route(
    {
      ...change,
      method: 'post',
      path: '/v1/publish-jobs/{jobId}/cancel',
      operationId: 'cancelPublishJob',
      summary: 'Cancel a job; possible until its commit is claimed',
      statuses: { 200: 'Cancelled: nothing will be published by this job' },
    },
    async ({ params: { jobId }, log }) => settle(deps, log, jobId, 'cancel', await deps.hands.cancel(jobId)),
  )

export const publishNow = (deps: ChangeDeps) =>
  route(
    {
      ...change,
      method: 'post',
      path: '/v1/publish-jobs/{jobId}/publish-now',
      operationId: 'publishNow',
      summary: 'Publish a scheduled job now; possible until prepare begins',
      statuses: { 200: 'The job goes ahead at once' },
    },
    async ({ params: { jobId }, log }) =>
      settle(deps, log, jobId, 'publishNow', await deps.hands.reschedule(jobId, null)),
  )

export const changePublishJob = (deps: ChangeDeps) =>
  route(
    {
      ...change,
      method: 'patch',
      path: '/v1/publish-jobs/{jobId}',
      operationId: 'changePublishJob',
      summary: 'Reschedule a job; possible until prepare begins',
      body: jobChange,
      statuses: { 200: 'Rescheduled' },
    },
    async ({ params: { jobId }, body: { scheduledFor }, log }) => {
      const errors = checkInstant('/scheduledFor', scheduledFor, deps.clock)
      if (errors.length > 0) throw new ApiProblem('validation-failed', { errors })
      return settle(deps, log, jobId, 'reschedule', await deps.hands.reschedule(jobId, scheduledFor))
    },
  )

/** The row has decided; its run is told, and the caller gets the decision with the job as it stands. */
async function settle(
  deps: ChangeDeps,
  log: Logger,
  jobId: string,
  act: 'cancel' | 'reschedule' | 'publishNow',
  result: HandResult | null,
) {
  if (!result) throw new ApiProblem('job-not-found')
  const { answer } = result
  if (answer === 'too-late' || answer === 'unconfirmed') {
    throw new ApiProblem(answer, { job: await viewJob(deps, jobId) })
  }
  await bestEffort(log, { jobId, act }, () => deps.runs.notify(jobId, act))
  return { status: 200, body: { answer, job: await viewJob(deps, jobId) } }
}
