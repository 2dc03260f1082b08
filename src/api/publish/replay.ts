import type { Jobs } from '../../database/jobs'
import type { EarlierJobs } from '../../domain/ports/jobs'
import type { Reach } from '../../domain/reach'
import type { Reply } from '../route'
import type { PublishRequest, Receipts } from '../schemas/publish-job'
import { toRemovedReceipt, toReplayedReceipt } from '../views/job-view'
import type { WorkflowUrl } from '../views/job-view'
import type { Idempotency } from './accept-jobs'

export interface ReplayDeps {
  jobs: Pick<Jobs, 'findAll' | 'findIdempotent' | 'findRemoved'>
  workflowUrl: WorkflowUrl
}

/**
 * What the same request has made before, or null. A request that was good when it first came is replayed, though its
 * instant has passed or its video is gone since; not so to a key that may not act for its user.
 */
export async function earlierJobs(
  { jobs }: ReplayDeps,
  { userId }: PublishRequest,
  idempotency: Idempotency | null,
  { principal, reach }: { principal: string; reach: Reach },
): Promise<EarlierJobs | null> {
  if (!idempotency || (reach.userId !== null && reach.userId !== userId)) return null
  const earlier = await jobs.findIdempotent(principal, idempotency.key)
  return earlier?.requestHash === idempotency.requestHash ? earlier : null
}

/**
 * The answer of then. Where retention has removed one of the jobs, or the answer is not known: the jobs as they stand
 * now; what is gone from the rows by then is among the removed ones.
 */
export async function replay(
  { jobs, workflowUrl }: ReplayDeps,
  { jobIds, answer }: EarlierJobs,
  reach: Reach,
): Promise<Reply<Receipts>> {
  const again = (body: Receipts) => ({ status: 202, headers: { 'Idempotent-Replayed': 'true' }, body, jobIds })
  if (answer !== null && (await jobs.findRemoved(jobIds, reach)).length === 0) return again(answer as Receipts)
  const rows = await jobs.findAll(jobIds, reach)
  const removed = rows.length < jobIds.length ? await jobs.findRemoved(jobIds, reach) : []
  const receipts = [
    ...rows.map((row) => toReplayedReceipt(row, workflowUrl)),
    ...removed.map((row) => toRemovedReceipt(row, workflowUrl)),
  ]
  return again({ jobs: receipts.sort((a, b) => jobIds.indexOf(a.jobId) - jobIds.indexOf(b.jobId)) })
}
