import type { WorkflowHandle } from '@temporalio/client'
import { isTerminal, type JobPhase } from '../../src/domain/job'
import type { NewJob } from '../../src/domain/ports/jobs'
import type { Platform } from '../../src/domain/platform'
import type { PublishAttempt, PublishJob } from '../../src/generated/prisma/client'
import type { OraclePost, PublisherWorld } from './publisher'
import { until } from './until'
import type { RunningWorkers } from './workers'

type Row = PublishJob & { attempts: PublishAttempt[] }

/** A job of a video of its own, and what has become of it so far. */
export interface TrackedJob {
  platform: Platform
  job: NewJob
  handle: WorkflowHandle
  start(): Promise<void>
  row(): Promise<Row>
  /** What the platform shows of the video. */
  posts(): Promise<OraclePost[]>
  /** Waits until the row says so. */
  reached(phase: JobPhase): Promise<Row>
  /** Waits until the row is terminal. `meanwhile` is done before each look at it. */
  ended(meanwhile?: () => Promise<void>): Promise<Row>
}

export async function trackJob(
  world: PublisherWorld,
  workers: Pick<RunningWorkers, 'client' | 'publish'>,
  platform: Platform,
  { sizeBytes = 200_000, ...change }: Partial<NewJob> & { sizeBytes?: number } = {},
): Promise<TrackedJob> {
  const video = await world.addVideo(sizeBytes, change.userId)
  const job = await world.newJob(platform, video.id, change)
  const { jobId } = job
  const row = () =>
    world.prisma.publishJob.findUniqueOrThrow({
      where: { jobId },
      include: { attempts: { orderBy: { startedAt: 'asc' } } },
    })
  const rowWhere = (holds: (phase: JobPhase) => boolean) =>
    until(async () => {
      const found = await row()
      return holds(found.phase as JobPhase) && found
    })

  return {
    platform,
    job,
    handle: workers.client.workflow.getHandle(jobId),
    start: () => workers.publish(job),
    row,
    posts: async () => (await world.posts(platform)).filter((post) => post.sha256 === video.sha256),
    reached: (phase) => rowWhere((found) => found === phase),
    ended: (meanwhile = () => Promise.resolve()) =>
      until(async () => {
        await meanwhile()
        const found = await row()
        return isTerminal(found.phase as JobPhase) && found
      }),
  }
}
