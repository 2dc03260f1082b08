import { z } from 'zod'
import { acceptJobs } from '../publish/accept-jobs'
import type { AcceptDeps } from '../publish/accept-jobs'
import type { CheckDeps } from '../publish/check-target'
import { dryRun } from '../publish/dry-run'
import { planJobs } from '../publish/plan-jobs'
import { earlierJobs, replay } from '../publish/replay'
import type { ReplayDeps } from '../publish/replay'
import { requestHash } from '../publish/request-hash'
import { ApiProblem } from '../problems'
import type { FieldError } from '../problems'
import { route } from '../route'
import { idempotencyKey } from '../schemas/common'
import { dryRunAnswer } from '../schemas/dry-run'
import { publishRequest, receipts } from '../schemas/publish-job'

export type CreateDeps = AcceptDeps & CheckDeps & ReplayDeps

export const createPublishJobs = (deps: CreateDeps) =>
  route(
    {
      method: 'post',
      path: '/v1/publish-jobs',
      operationId: 'createPublishJobs',
      summary: 'Publish one video to one or more platforms, now or at an instant',
      tag: 'Publish jobs',
      scope: 'publish',
      headers: z.object({
        'idempotency-key': idempotencyKey
          .meta({ description: 'Makes a repeated request answer the same jobs' })
          .optional(),
      }),
      body: publishRequest,
      salvages: true,
      answers: { 200: dryRunAnswer, 202: receipts },
      statuses: {
        200: 'With `dryRun`: what each target would come to; nothing was made',
        202: 'Accepted: one job for each target',
      },
      problems: ['validation-failed', 'duplicate-publish', 'idempotency-key-reused', 'user-being-erased'],
    },
    async ({ body, headers, violations, caller, log }) => {
      const { principal, reach } = caller
      // What has broken its schema, `dryRun` itself perhaps, is told below.
      if (body.dryRun && violations.length === 0) return { status: 200, body: await dryRun(deps, body, caller) }
      const key = headers['idempotency-key']
      const idempotency = key === undefined ? null : { key, requestHash: requestHash(body) }

      const plan = await planJobs(deps, body, !violations.some(concernsDraft), caller)
      const errors = [...violations, ...plan.violations]
      if (errors.length > 0) {
        const earlier = violations.length === 0 ? await earlierJobs(deps, body, idempotency, caller) : null
        if (!earlier) throw new ApiProblem('validation-failed', { errors })
        return replay(deps, earlier, reach)
      }

      const accepted = await acceptJobs(deps, body, plan.jobs, { principal, idempotency, log })
      if (accepted.outcome === 'replayed') return replay(deps, accepted, reach)
      const { answer } = accepted
      return { status: 202, body: answer, jobIds: answer.jobs.map(({ jobId }) => jobId) }
    },
  )

const concernsDraft = (error: FieldError) =>
  error.code !== 'unknown-field' && 'pointer' in error && /\/(caption|hashtags|options)\b/.test(error.pointer)
