import type { JobHands, JobRuns } from '../../domain/ports/jobs'
import { answerHand, tellRun } from '../publish/answer-hand'
import { checkEdit } from '../publish/check-edit'
import { demandJob } from '../publish/missing-job'
import type { PlanDeps } from '../publish/plan-jobs'
import { ApiProblem } from '../problems'
import { route } from '../route'
import { changedJob, jobChange } from '../schemas/publish-job'
import { jobParams } from './read-publish-jobs'
import type { ReadDeps } from './read-publish-jobs'

export interface ChangeDeps extends ReadDeps, PlanDeps {
  hands: JobHands
  runs: JobRuns
}

const change = {
  tag: 'Publish jobs',
  scope: 'publish',
  params: jobParams,
  answer: changedJob,
  problems: ['validation-failed', 'job-not-found', 'job-removed', 'too-late', 'unconfirmed'],
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
    async ({ params: { jobId }, caller: { reach }, log }) => {
      await demandJob(deps.jobs, jobId, reach)
      const result = await deps.hands.cancel(jobId)
      await tellRun(deps.runs, log, jobId, 'cancel', result)
      return answerHand(deps, jobId, result, reach)
    },
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
    async ({ params: { jobId }, caller: { reach }, log }) => {
      await demandJob(deps.jobs, jobId, reach)
      const result = await deps.hands.reschedule(jobId, null)
      await tellRun(deps.runs, log, jobId, 'publishNow', result)
      return answerHand(deps, jobId, result, reach)
    },
  )

export const changePublishJob = (deps: ChangeDeps) =>
  route(
    {
      ...change,
      method: 'patch',
      path: '/v1/publish-jobs/{jobId}',
      operationId: 'changePublishJob',
      summary: 'Reschedule a job or edit its texts and options; possible until prepare begins',
      body: jobChange,
      statuses: { 200: 'Changed' },
    },
    async ({ params: { jobId }, body, caller, log }) => {
      const errors = await checkEdit(deps, jobId, body, caller)
      if (errors.length > 0) throw new ApiProblem('validation-failed', { errors })
      const { scheduledFor, ...edited } = body
      const movesOnly = scheduledFor && Object.keys(edited).length === 0
      const result = movesOnly ? await deps.hands.reschedule(jobId, scheduledFor) : await deps.hands.edit(jobId, body)
      await tellRun(deps.runs, log, jobId, movesOnly ? 'reschedule' : 'edit', result)
      return answerHand(deps, jobId, result, caller.reach)
    },
  )
