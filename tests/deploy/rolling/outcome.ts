import type { Client } from '@temporalio/client'
import { quantile } from '../../../bench/support/figures'
import type { NewJob } from '../../../src/domain/ports/jobs'
import type { PublisherWorld } from '../../support/publisher'

/** What became of the publishes of a deploy, by the platforms' own account and by the rows. */
export interface Outcome {
  jobs: number
  /** Rows that say `published`. */
  published: number
  /** Publishes without a post. */
  lost: string[]
  /** Publishes with more than one post. */
  twice: string[]
  /** Of rows that say anything but `published`. */
  otherEnds: string[]
  /** Runs that the next release has worked on before their commit. */
  onNextRelease: number
  /** Workflow tasks that failed or were not answered in time, as the histories tell. */
  taskFailures: number
  /** From acceptance, or from its instant, to the recorded post: half of them, 95 of 100, all. */
  tookMs: { median: number; p95: number; most: number }
}

/** Every publish has an account of its own: what the platform shows there is its. */
export async function readOutcome(world: PublisherWorld, client: Client, jobs: readonly NewJob[]): Promise<Outcome> {
  const posts = await world.posts()
  const countOf = ({ platform, platformUserId }: NewJob) =>
    posts.filter((post) => post.platform === platform && post.accountId === platformUserId).length
  const rows = await world.prisma.publishJob.findMany({
    where: { jobId: { in: jobs.map(({ jobId }) => jobId) } },
    select: { jobId: true, phase: true, errorCode: true, createdAt: true, scheduledFor: true, completedAt: true },
  })
  const tookMs = rows.flatMap(({ completedAt, scheduledFor, createdAt }) =>
    completedAt ? completedAt.getTime() - Math.max(Number(scheduledFor), createdAt.getTime()) : [],
  )
  const histories = []
  for (const { jobId } of jobs) histories.push(await readHistory(client, jobId))
  return {
    jobs: jobs.length,
    published: rows.filter(({ phase }) => phase === 'published').length,
    lost: jobs.filter((job) => countOf(job) === 0).map(({ jobId }) => jobId),
    twice: jobs.filter((job) => countOf(job) > 1).map(({ jobId }) => jobId),
    otherEnds: rows
      .filter(({ phase }) => phase !== 'published')
      .map(({ jobId, phase, errorCode }) => `${jobId}: ${phase}${errorCode ? ` (${errorCode})` : ''}`),
    onNextRelease: histories.filter(({ patched }) => patched).length,
    taskFailures: histories.reduce((sum, { taskFailures }) => sum + taskFailures, 0),
    tookMs: { median: quantile(tookMs, 0.5), p95: quantile(tookMs, 0.95), most: Math.max(...tookMs) },
  }
}

async function readHistory(client: Client, jobId: string) {
  const { events } = await client.workflow.getHandle(jobId).fetchHistory()
  const count = (attributes: keyof NonNullable<typeof events>[number]) =>
    (events ?? []).filter((event) => event[attributes]).length
  return {
    patched: (events ?? []).some((event) => event.markerRecordedEventAttributes?.markerName === 'core_patch'),
    taskFailures: count('workflowTaskFailedEventAttributes') + count('workflowTaskTimedOutEventAttributes'),
  }
}
