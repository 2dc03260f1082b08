import type { Receipts } from '../../src/api/schemas/publish-job'
import { PHASES, type JobPhase } from '../../src/domain/job'
import { PLATFORMS, type Platform } from '../../src/domain/platform'
import { openEventStream } from '../support/event-stream'
import { openPublisherWorld, type PublisherWorld } from '../support/publisher'
import { silenceTemporal } from '../support/quiet'
import { startWorkers, type RunningWorkers } from '../support/workers'
import { openWorldApi, type WorldApi } from '../support/world-api'

silenceTemporal()

let world: PublisherWorld
let workers: RunningWorkers | undefined
let api: WorldApi

beforeAll(async () => {
  world = await openPublisherWorld()
  api = await openWorldApi(world)
})
afterAll(async () => {
  await workers?.stop()
  await api.close()
  await world.close()
})

const OPTIONS: Record<Platform, object> = {
  TIKTOK: { privacyLevel: 'PUBLIC_TO_EVERYONE' },
  INSTAGRAM: {},
  YOUTUBE: { privacyStatus: 'public', madeForKids: false },
}

/** `processing` only where a platform takes its time. */
const ALWAYS_ENTERED: JobPhase[] = ['accepted', 'preparing', 'uploading', 'committing', 'published']

test('whoever follows a publish from its acceptance on is told every phase once, in order, and the end', async () => {
  const video = await world.addVideo(300_000)
  const targets = PLATFORMS.map((platform) => ({ platform, options: OPTIONS[platform] }))
  const body = { userId: world.userId, videoId: video.id, targets }
  const accepted = await api.send<Receipts>('POST', '/v1/publish-jobs', { body })
  expect(accepted.status).toBe(202)

  const streams = await Promise.all(
    accepted.body.jobs.map(async ({ jobId, platform }) => {
      const stream = await openEventStream(`${api.url}/v1/publish-jobs/${jobId}/events`, api.headers)
      await stream.reach(1)
      return { platform, stream }
    }),
  )
  // Only now, so that nobody comes too late for the first phase.
  workers = await startWorkers(world)
  await Promise.all(streams.map(({ stream }) => stream.ended))

  const posts = await world.posts()
  for (const { platform, stream } of streams) {
    const states = stream.states()
    // The address of a post may come after its phase, as a state of its own.
    const entered = states.map(({ phase }) => phase).filter((phase, index, all) => phase !== all[index - 1])
    expect({ platform, entered }).toEqual({ platform, entered: PHASES.filter((phase) => entered.includes(phase)) })
    expect(entered).toEqual(expect.arrayContaining(ALWAYS_ENTERED))
    const post = posts.find((each) => each.platform === platform && each.sha256 === video.sha256)
    expect(states.at(-1)).toMatchObject({ status: 'COMPLETED', post: { postId: post?.postId } })
    expect(states.at(-1)?.post?.url).toMatch(/^https:/)
  }
})
