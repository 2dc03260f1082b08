import { z } from 'zod'
import type { Jobs } from '../../database/jobs'
import { acceptJobs } from '../publish/accept-jobs'
import type { AcceptDeps, Idempotency } from '../publish/accept-jobs'
import { planJobs } from '../publish/plan-jobs'
import type { PlanDeps } from '../publish/plan-jobs'
import { requestHash } from '../publish/request-hash'
import { ApiProblem } from '../problems'
import type { FieldError } from '../problems'
import { route } from '../route'
import { publishRequest, receipts } from '../schemas/publish-job'
import { toReceipt, toRemovedReceipt, toReplayedReceipt } from '../views/job-view'
import type { WorkflowUrl } from '../views/job-view'

export interface CreateDeps extends AcceptDeps, PlanDeps {
  jobs: Jobs
  workflowUrl: WorkflowUrl
}

const idempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/, 'Must be 1 to 255 visible ASCII characters')
  .meta({ description: 'Makes a repeated request answer the same jobs', examples: ['order-4711'] })

export const createPublishJobs = (deps: CreateDeps) =>
  route(
    {
      method: 'post',
      path: '/v1/publish-jobs',
      operationId: 'createPublishJobs',
      summary: 'Publish one video to one or more platforms, now or at an instant',
      tag: 'Publish jobs',
      scope: 'publish',
      headers: z.object({ 'idempotency-key': idempotencyKey.optional() }),
      body: publishRequest,
      salvages: true,
      answer: receipts,
      statuses: { 202: 'Accepted: one job for each target' },
      problems: ['validation-failed', 'duplicate-publish', 'idempotency-key-reused', 'user-being-erased'],
    },
    async ({ body, headers, violations, caller: { principal, scopes }, log }) => {
      const key = headers['idempotency-key']
      const idempotency = key === undefined ? null : { key, requestHash: requestHash(body) }

      const plan = await planJobs(deps, body, !violations.some(concernsDraft), scopes.includes('operate'))
      const errors = [...violations, ...plan.violations]
      if (errors.length > 0) {
        const jobIds = violations.length === 0 ? await earlierJobs(deps.jobs, principal, idempotency) : null
        if (!jobIds) throw new ApiProblem('validation-failed', { errors })
        return replay(deps, jobIds)
      }

      const accepted = await acceptJobs(deps, body, plan.jobs, { principal, idempotency, log })
      if (accepted.outcome === 'replayed') return replay(deps, accepted.jobIds)
      const jobs = accepted.jobs.map((job) => toReceipt(job, deps.workflowUrl))
      return { status: 202, body: { jobs } }
    },
  )

const concernsDraft = (error: FieldError) =>
  error.code !== 'unknown-field' && 'pointer' in error && /\/(caption|hashtags|options)\b/.test(error.pointer)

/** A request that was good when it first came is replayed, though its instant has passed or its video is gone since. */
async function earlierJobs(jobs: Jobs, principal: string, idempotency: Idempotency | null): Promise<string[] | null> {
  const earlier = idempotency && (await jobs.findIdempotent(principal, idempotency.key))
  return earlier?.requestHash === idempotency?.requestHash ? (earlier?.jobIds ?? null) : null
}

/** The jobs as they stand now, those among them too that retention has removed: what is gone from the first is in the second. */
async function replay({ jobs, workflowUrl }: CreateDeps, jobIds: string[]) {
  const rows = await jobs.findAll(jobIds)
  const removed = rows.length < jobIds.length ? await jobs.findRemoved(jobIds) : []
  const answers = [
    ...rows.map((row) => toReplayedReceipt(row, workflowUrl)),
    ...removed.map((row) => toRemovedReceipt(row, workflowUrl)),
  ]
  return {
    status: 202,
    headers: { 'Idempotent-Replayed': 'true' },
    body: { jobs: answers.sort((a, b) => jobIds.indexOf(a.jobId) - jobIds.indexOf(b.jobId)) },
  }
}
