import { randomUUID } from 'node:crypto'
import type { Client } from '@temporalio/client'
import { createJobHands } from '../../../src/database/publish-jobs/job-hands'
import type { NewJob } from '../../../src/domain/ports/jobs'
import { createGateway } from '../../../src/temporal/gateway'
import { connectAccount } from '../../faults/matrix/accounts'
import type { PublisherWorld } from '../../support/publisher'
import { systemClock } from '../../support/workers'
import type { PlannedPublish } from './plan'

const AT_ONCE = 4

/** The instant of what is held is never waited for. */
const HELD_MS = 86_400_000

/** The publishes of a deploy, accepted and started. */
export interface Publishes {
  jobs: readonly NewJob[]
  /** How many are held. */
  heldCount: number
  /** Publishes so many of those that are held. */
  release(count: number): Promise<void>
  /** How many rows are terminal. */
  countEnded(): Promise<number>
}

/**
 * Prepares every account and video first, so that all of them are under way at about the same time.
 * @param answerMs how late the platforms answer to bytes
 */
export async function startPublishes(
  world: PublisherWorld,
  client: Client,
  plan: readonly PlannedPublish[],
  answerMs: number,
): Promise<Publishes> {
  const videos = new Map<number, Promise<{ id: string }>>()
  const videoOf = (sizeBytes: number) => {
    const video = videos.get(sizeBytes) ?? world.addVideo(sizeBytes)
    videos.set(sizeBytes, video)
    return video
  }
  const jobs: NewJob[] = []
  await eachOf(plan, async (publish) => {
    jobs.push(await prepare(world, publish, (await videoOf(publish.sizeBytes)).id))
  })
  for (const [platform, operation] of [
    ['TIKTOK', 'chunk.put'],
    ['YOUTUBE', 'session.put'],
  ])
    await world.control('faults', { platform, operation, kind: 'slow', delayMs: answerMs })

  const hands = createJobHands(world.prisma, systemClock)
  const gateway = createGateway(client)
  await eachOf(jobs, async (job) => {
    await hands.accept({ principal: 'deploy', idempotency: null, jobs: [job] })
    await gateway.start({ ...job, generation: 1 })
  })
  const jobIds = jobs.map(({ jobId }) => jobId)
  const held = jobs.filter(({ scheduledFor }) => scheduledFor && scheduledFor.getTime() - Date.now() > HELD_MS / 2)
  return {
    jobs,
    heldCount: held.length,
    release: (count) =>
      eachOf(held.splice(0, count), async ({ jobId }) => {
        await hands.reschedule(jobId, null)
        await gateway.notify(jobId, 'publishNow')
      }),
    countEnded: () =>
      world.prisma.publishJob.count({ where: { jobId: { in: jobIds }, status: { in: ['COMPLETED', 'FAILED'] } } }),
  }
}

async function prepare(world: PublisherWorld, publish: PlannedPublish, videoId: string): Promise<NewJob> {
  const { platform, afterMs, processingSeconds, lostAnswer } = publish
  const { userId, connectionId, accountId } = await connectAccount(world, platform, { profile: { processingSeconds } })
  if (lostAnswer)
    await world.control('faults', { platform, accountId, operation: lostAnswer, kind: 'after-effect', times: 1 })
  return world.newJob(platform, videoId, {
    jobId: `deploy-${randomUUID()}`,
    userId,
    connectionId,
    platformUserId: accountId,
    scheduledFor: afterMs === null ? null : new Date(Date.now() + (afterMs === 'held' ? HELD_MS : afterMs)),
  })
}

async function eachOf<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items]
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item)
    }),
  )
}
