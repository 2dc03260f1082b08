import { answerHand, tellRun } from '../publish/answer-hand'
import { bestEffort } from '../publish/best-effort'
import type { Reach } from '../../domain/reach'
import { checkInstants } from '../publish/check-instants'
import { demandJob, missingJob } from '../publish/missing-job'
import { ApiProblem } from '../problems'
import { route } from '../route'
import { changedJob, resolution, retryQuery } from '../schemas/publish-job'
import type { ChangeDeps } from './change-publish-jobs'
import { jobParams } from './read-publish-jobs'

export const retryPublishJob = (deps: ChangeDeps) =>
  route(
    {
      tag: 'Publish jobs',
      scope: 'publish',
      method: 'post',
      path: '/v1/publish-jobs/{jobId}/retry',
      operationId: 'retryPublishJob',
      summary: 'Run a failed job once more',
      params: jobParams,
      query: retryQuery,
      answer: changedJob,
      statuses: { 200: 'The job runs again, under the next generation' },
      problems: [
        'validation-failed',
        'job-not-found',
        'job-removed',
        'not-retryable',
        'publish-before-passed',
        'unconfirmed',
        'duplicate-publish',
        'user-being-erased',
      ],
    },
    async ({ params: { jobId }, query: { allowDuplicate, publishBefore }, caller: { reach }, log }) => {
      if (publishBefore) await checkRetry(deps, jobId, publishBefore, reach)
      else await demandJob(deps.jobs, jobId, reach)
      const result = await deps.hands.retry(jobId, allowDuplicate, publishBefore)
      if (result?.answer === 'duplicate-publish')
        throw new ApiProblem('duplicate-publish', { existing: result.existing })
      const run = result?.run
      if (run) await bestEffort(log, { jobId, act: 'start' }, () => deps.runs.start(run))
      return answerHand(deps, jobId, result, reach)
    },
  )

/** @throws ApiProblem `job-not-found`, `job-removed`, or `validation-failed` where the job could not be published before that instant. */
async function checkRetry(
  { jobs, clock }: ChangeDeps,
  jobId: string,
  publishBefore: Date,
  reach: Reach,
): Promise<void> {
  const job = await jobs.find(jobId, reach)
  if (!job) throw await missingJob(jobs, jobId, reach)
  const errors = checkInstants({ publishBefore }, clock.nowMs(), job).map(({ code, message }) => ({
    parameter: 'publishBefore',
    code,
    message,
  }))
  if (errors.length > 0) throw new ApiProblem('validation-failed', { errors })
}

export const resolvePublishJob = (deps: ChangeDeps) =>
  route(
    {
      tag: 'Publish jobs',
      scope: 'operate',
      method: 'post',
      path: '/v1/publish-jobs/{jobId}/resolve',
      operationId: 'resolvePublishJob',
      summary: 'Settle an unconfirmed job: its post is live, or it is not',
      params: jobParams,
      body: resolution,
      answer: changedJob,
      statuses: { 200: 'Settled: published, or failed and ready for a retry' },
      problems: [
        'validation-failed',
        'job-not-found',
        'job-removed',
        'not-unconfirmed',
        'commit-in-flight',
        'post-id-taken',
      ],
    },
    async ({ params: { jobId }, body, caller: { reach }, log }) => {
      await demandJob(deps.jobs, jobId, reach)
      const result = await deps.hands.resolve(jobId, body)
      await tellRun(deps.runs, log, jobId, 'resolveOutcome', result)
      return answerHand(deps, jobId, result, reach)
    },
  )
