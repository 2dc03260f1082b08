import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { DefaultLogger, Runtime } from '@temporalio/worker'
import { cancelUpdate, editUpdate, publishNowUpdate, rescheduleUpdate } from '../../src/workflows/messages'
import { keepHistory } from '../support/histories'
import { openPublisherWorld, type PublisherWorld } from '../support/publisher'
import { startSkipping } from '../support/skipping'
import { startWorkers, type RunningWorkers } from '../support/workers'

const DAY_MS = 86_400_000

Runtime.install({ logger: new DefaultLogger('ERROR') })

let env: TestWorkflowEnvironment
let world: PublisherWorld
let workers: RunningWorkers

beforeAll(async () => {
  world = await openPublisherWorld()
  env = await startSkipping()
  workers = await startWorkers(world, { env })
})

afterAll(async () => {
  await workers.stop()
  await env.teardown()
  await world.close()
})

async function scheduledIn(days: number) {
  const video = await world.addVideo(10_000)
  const scheduledFor = new Date((await env.currentTimeMs()) + days * DAY_MS)
  const job = await world.newJob('YOUTUBE', video.id, { scheduledFor })
  await workers.publish(job)
  const handle = workers.client.workflow.getHandle(job.jobId)
  const posts = async () => (await world.posts('YOUTUBE')).filter((post) => post.sha256 === video.sha256)
  const row = () => world.prisma.publishJob.findUniqueOrThrow({ where: { jobId: job.jobId } })
  const scheduled = async () => {
    while ((await row()).phase !== 'scheduled') await new Promise((resolve) => setImmediate(resolve))
  }
  return { job, handle, posts, row, scheduled, scheduledFor }
}

test('a post scheduled for a month ahead goes out at its instant, not before', async () => {
  const { handle, posts, scheduled, scheduledFor } = await scheduledIn(30)
  await scheduled()
  await env.sleep(29 * DAY_MS)
  expect(await posts()).toHaveLength(0)
  await handle.result()
  await keepHistory(handle, 'scheduled')
  expect(await posts()).toHaveLength(1)
  expect(await env.currentTimeMs()).toBeGreaterThanOrEqual(scheduledFor.getTime())
})

test('a cancelled post is never published, and the run ends cancelled in the row', async () => {
  const { handle, posts, row, scheduled } = await scheduledIn(3)
  await scheduled()
  expect(await handle.executeUpdate(cancelUpdate)).toMatchObject({ answer: 'cancelled', phase: 'cancelled' })
  await handle.result()
  await keepHistory(handle, 'cancelled')
  await env.sleep(4 * DAY_MS)
  expect(await posts()).toHaveLength(0)
  expect(await row()).toMatchObject({ status: 'FAILED', phase: 'cancelled' })
})

test("the Web UI's Cancel button ends the job like the update", async () => {
  const { handle, posts, row, scheduled } = await scheduledIn(3)
  await scheduled()
  await handle.cancel()
  await expect(handle.result()).rejects.toThrow()
  await keepHistory(handle, 'cancelled-natively')
  expect((await handle.describe()).status.name).toBe('CANCELLED')
  expect(await row()).toMatchObject({ phase: 'cancelled' })
  expect(await posts()).toHaveLength(0)
})

test('a post that is moved goes out at its new instant', async () => {
  const { handle, posts, scheduled } = await scheduledIn(2)
  await scheduled()
  const later = new Date((await env.currentTimeMs()) + 10 * DAY_MS)
  const reply = await handle.executeUpdate(rescheduleUpdate, { args: [{ scheduledFor: later.toISOString() }] })
  expect(reply).toMatchObject({ answer: 'rescheduled', phase: 'scheduled' })
  await env.sleep(9 * DAY_MS)
  expect(await posts()).toHaveLength(0)
  await handle.result()
  await keepHistory(handle, 'moved')
  expect(await posts()).toHaveLength(1)
})

test('an instant without offset is refused by the update and changes nothing', async () => {
  const { handle, row, scheduled, scheduledFor } = await scheduledIn(2)
  await scheduled()
  const asked = handle.executeUpdate(rescheduleUpdate, { args: [{ scheduledFor: '2030-01-01T00:00:00' }] })
  await expect(asked).rejects.toMatchObject({ cause: { type: 'instant-needs-offset' } })
  expect((await row()).scheduledFor).toEqual(scheduledFor)
  await handle.executeUpdate(cancelUpdate)
})

test('a scheduled post can be published now', async () => {
  const { handle, posts, scheduled } = await scheduledIn(5)
  await scheduled()
  expect(await handle.executeUpdate(publishNowUpdate)).toMatchObject({ answer: 'rescheduled' })
  await handle.result()
  await keepHistory(handle, 'published-now')
  expect(await posts()).toHaveLength(1)
  const { startTime, closeTime } = await handle.describe()
  expect(Number(closeTime) - Number(startTime)).toBeLessThan(DAY_MS)
})

test('a scheduled post that is edited goes out at its instant, as it was edited', async () => {
  const { job, handle, posts, row, scheduled, scheduledFor } = await scheduledIn(2)
  await scheduled()
  expect(await workers.hands.edit(job.jobId, { caption: 'Another caption' })).toMatchObject({ answer: 'edited' })
  await handle.executeUpdate(editUpdate)
  await handle.result()
  await keepHistory(handle, 'edited')
  expect(await env.currentTimeMs()).toBeGreaterThanOrEqual(scheduledFor.getTime())
  expect(await posts()).toHaveLength(1)
  expect(await row()).toMatchObject({ phase: 'published', caption: 'Another caption' })
})

test('a row that was changed while Temporal was down is believed over the start of the run', async () => {
  const { job, handle, posts, scheduled } = await scheduledIn(1)
  await scheduled()
  const later = new Date((await env.currentTimeMs()) + 6 * DAY_MS)
  await workers.hands.reschedule(job.jobId, later)
  await env.sleep(5 * DAY_MS)
  expect(await posts()).toHaveLength(0)
  await handle.result()
  await keepHistory(handle, 'moved-in-the-row')
  expect(await posts()).toHaveLength(1)
})

test('a second start of a job that has ended does nothing', async () => {
  const { job, handle, posts } = await scheduledIn(0)
  await handle.result()
  await workers.gateway.start({ ...job, generation: 1 })
  await workers.client.workflow.getHandle(job.jobId).result()
  await keepHistory(handle, 'started-again')
  expect(await posts()).toHaveLength(1)
})
