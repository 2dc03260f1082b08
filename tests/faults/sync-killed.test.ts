import { randomUUID } from 'node:crypto'
import type { Client } from '@temporalio/client'
import type { CallMoment } from '../../sandbox/kernel/watched-call'
import { PLATFORMS, type Platform } from '../../src/domain/platform'
import { createClient } from '../../src/temporal/connection'
import { createHolds } from '../support/holds'
import { onEveryPlatform } from '../support/moments'
import { openPublisherWorld, type PublisherWorld } from '../support/publisher'
import { addDuePosts } from '../support/synced-posts'
import { spawnWorker } from '../support/worker-process'
import { connectAccount } from './matrix/accounts'

/** The call that reads numbers, and as many posts as fill a batch and begin another. */
const READ: Record<Platform, { operation: string; posts: number }> = {
  TIKTOK: { operation: 'video.query', posts: 21 },
  INSTAGRAM: { operation: 'media.insights', posts: 21 },
  YOUTUBE: { operation: 'videos.batchGetStats', posts: 51 },
}

const holds = createHolds()
let world: PublisherWorld
let client: Client

beforeAll(async () => {
  world = await openPublisherWorld(
    {
      // A question is held for longer than a worker takes to start.
      REQUEST_TIMEOUT_MS: '60000',
      // A worker that is slow for a moment is not taken for dead.
      HEARTBEAT_TIMEOUT_MS: '5000',
      // No round begins but the test's own.
      METRICS_INTERVAL_MS: '86400000',
    },
    holds.onCall,
  )
  client = createClient(world.config)
})

afterAll(async () => {
  holds.clear()
  await client.connection.close()
  await world.close()
})

/** Holds the next question to each platform; resolves once all are held, with what lets them go. */
async function allHeld(moment: CallMoment): Promise<() => void> {
  const held = PLATFORMS.map((platform) => holds.next(platform, READ[platform].operation, moment))
  await Promise.all(held.map(({ reached }) => reached))
  return () => held.forEach(({ release }) => release())
}

const posts = () =>
  world.prisma.publishedPost.findMany({ where: { nextSyncAt: { not: null } }, include: { metrics: true } })

test('workers killed by signal 9 while numbers are asked for and answered lose no post and bring none twice', async () => {
  const answering = allHeld('done')
  const first = spawnWorker(world)
  await onEveryPlatform(async (platform) =>
    addDuePosts(world, await connectAccount(world, platform, {}), READ[platform].posts),
  )
  const round = await client.workflow.start('syncMetrics', {
    taskQueue: 'publish',
    workflowId: `sync-${randomUUID()}`,
  })
  // All of the first batches are answered, and the answers lost.
  const answer = await answering
  await first.kill()
  answer()

  // The first batches are asked about anew, and the next ones are on the way.
  const asking = allHeld('arrived')
  const second = spawnWorker(world)
  const ask = await asking
  const askingOn = allHeld('arrived')
  ask()
  const askOn = await askingOn
  await second.kill()
  askOn()
  const brought = (await posts()).filter(({ lastSyncedAt }) => lastSyncedAt !== null)
  expect(brought.map(({ platform }) => platform)).toEqual(expect.arrayContaining(['TIKTOK', 'YOUTUBE']))

  const third = spawnWorker(world)
  await round.result()
  await third.stop()
  const all = await posts()
  expect(all).toHaveLength(21 + 21 + 51)
  for (const { lastSyncedAt, nextSyncAt, syncFailure, metrics } of all) {
    expect(syncFailure).toBeNull()
    expect(metrics).toMatchObject([{ observedAt: lastSyncedAt }])
    expect(nextSyncAt?.getTime()).toBeGreaterThan(Date.now())
  }
  // What was written before the second worker died stays as it was written.
  expect(all).toEqual(expect.arrayContaining(brought))
})
