import { setTimeout as sleep } from 'node:timers/promises'
import { PLATFORM_NAMES } from '../../src/domain/platform'
import type { JobView } from '../../src/api/schemas/publish-job'
import type { StackInfo } from '../stack/info'
import { megabytes, say } from '../terminal'
import { callApi } from './api-client'

export type Job = JobView

/** Three jobs are asked for together: well within the requests that a key may send. */
const POLL_INTERVAL_MS = 500
/** A wait that ends later than this is told to the person, not waited for. */
const PATIENCE_MS = 60_000

/** Public ids and links come some time after the post is live. */
const LINK_PATIENCE_MS = 20_000

/** Shows each job's phase and bytes as they change, until every job has ended or waits for something far away. */
export function followJobs(stack: StackInfo, jobIds: string[], signal: AbortSignal): Promise<Job[]> {
  return Promise.all(jobIds.map((jobId) => followJob(stack, jobId, signal)))
}

async function followJob(stack: StackInfo, jobId: string, signal: AbortSignal): Promise<Job> {
  let shown = ''
  let linkDeadlineMs = Infinity
  for (;;) {
    signal.throwIfAborted()
    const job = await callApi<Job>(stack, 'GET', `/v1/publish-jobs/${jobId}`)
    const line = describeJob(job)
    if (line !== shown) say((shown = line))
    if (waitsLong(job)) return job
    if (hasEnded(job)) {
      linkDeadlineMs = Math.min(linkDeadlineMs, performance.now() + LINK_PATIENCE_MS)
      if (!job.post || job.post.url || performance.now() > linkDeadlineMs) return job
    }
    await sleep(POLL_INTERVAL_MS, undefined, { signal })
  }
}

export const hasEnded = ({ status }: Job): boolean => status === 'COMPLETED' || status === 'FAILED'

const waitsLong = ({ waitUntil }: Job): boolean =>
  waitUntil !== null && Date.parse(waitUntil) > Date.now() + PATIENCE_MS

function describeJob({ platform, phase, progress, waitReason, waitUntil, error }: Job): string {
  const total = progress.bytesTotal === null ? '' : ` of ${megabytes(progress.bytesTotal)}`
  const bytes = progress.bytesSent > 0 ? `, ${megabytes(progress.bytesSent)}${total} sent` : ''
  const wait = waitUntil ? ` until ${waitUntil} (${waitReason ?? phase})` : ''
  const fault = error ? `: ${error.message ?? error.code}` : ''
  return `${PLATFORM_NAMES[platform].padEnd(9)} ${phase}${bytes}${wait}${fault}`
}
