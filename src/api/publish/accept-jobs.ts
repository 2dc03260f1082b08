import type { Logger } from 'pino'
import type { AcceptResult, EarlierJobs, JobHands, JobRuns } from '../../domain/ports/jobs'
import { jobIdFor, randomJobId } from '../../security/job-id'
import { ApiProblem } from '../problems'
import type { PublishRequest, Receipts } from '../schemas/publish-job'
import { toReceipt } from '../views/job-view'
import type { WorkflowUrl } from '../views/job-view'
import { bestEffort } from './best-effort'
import type { PlannedJob } from './plan-jobs'

export interface AcceptDeps {
  hands: JobHands
  runs: JobRuns
  workflowUrl: WorkflowUrl
}

export interface Idempotency {
  key: string
  requestHash: string
}

type Accepted = { outcome: 'accepted'; answer: Receipts } | ({ outcome: 'replayed' } & EarlierJobs)

/**
 * Writes the rows and the answer in one transaction, then starts the runs. A run that does not start is started by the reconciler, so
 * the answer is the same.
 * @throws ApiProblem `duplicate-publish`, `idempotency-key-reused`.
 */
export async function acceptJobs(
  deps: AcceptDeps,
  request: PublishRequest,
  planned: PlannedJob[],
  { principal, idempotency, log }: { principal: string; idempotency: Idempotency | null; log: Logger },
): Promise<Accepted> {
  const { userId, videoId, scheduledFor = null, publishBefore = null, allowDuplicate } = request
  const { onQuotaExhausted = null, reconnectWaitSeconds = null } = request
  const jobs = planned.map((job, position) => ({
    ...job,
    jobId: idempotency
      ? jobIdFor({ principal, key: idempotency.key, platform: job.platform, position })
      : randomJobId(),
    userId,
    videoId,
    scheduledFor,
    publishBefore,
    onQuotaExhausted,
    reconnectWaitSeconds,
    allowDuplicate,
  }))

  const answer = { jobs: jobs.map((job) => toReceipt(job, deps.workflowUrl)) }
  const result = await deps.hands.accept({ principal, idempotency: idempotency && { ...idempotency, answer }, jobs })
  if (result.outcome === 'replayed') return result
  if (result.outcome !== 'accepted') throw toProblem(result)

  await Promise.all(
    jobs.map(({ jobId, platform }) =>
      bestEffort(log, { jobId, act: 'start' }, () =>
        deps.runs.start({ jobId, generation: 1, userId, videoId, platform, scheduledFor }),
      ),
    ),
  )
  return { outcome: 'accepted', answer }
}

const toProblem = (result: Extract<AcceptResult, { outcome: 'key-reused' | 'duplicate' }>): ApiProblem =>
  result.outcome === 'key-reused'
    ? new ApiProblem('idempotency-key-reused')
    : new ApiProblem('duplicate-publish', {
        existing: result.existing,
        errors: [
          { pointer: `/targets/${result.index}`, code: 'duplicate-publish', message: 'Is published or about to be' },
        ],
      })
