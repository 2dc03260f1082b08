import { createHolds } from '../support/holds'
import { nextMinute, ROOMY } from '../support/limits'
import { onEveryPlatform, UPLOADING, WAITING } from '../support/moments'
import { openOwnTemporal, type OwnTemporal } from '../support/own-servers'
import { openPublisherWorld, type PublisherWorld } from '../support/publisher'
import { silenceTemporal } from '../support/quiet'
import { reconcilerOf } from '../support/reconciler'
import { trackJob, type TrackedJob } from '../support/tracked-job'
import { startWorkers, type RunningWorkers } from '../support/workers'

silenceTemporal()
const holds = createHolds()
let temporal: OwnTemporal
let world: PublisherWorld
let workers: RunningWorkers

beforeAll(async () => {
  temporal = await openOwnTemporal()
  const place = { TEMPORAL_ADDRESS: temporal.address, RECONCILE_INTERVAL_MS: '400' }
  world = await openPublisherWorld({ ...place, ...ROOMY }, holds.onCall)
  workers = await startWorkers(world)
})

afterAll(async () => {
  await workers.stop()
  await temporal.close()
  await world.close()
})

const bring = (moment: typeof WAITING) =>
  onEveryPlatform((platform) => moment.bring({ world, workers, holds }, platform))

async function publish(): Promise<TrackedJob[]> {
  const jobs = await onEveryPlatform((platform) => trackJob(world, workers, platform))
  for (const job of jobs) await job.start()
  return jobs
}

async function stoppedFor(work: () => Promise<void>): Promise<void> {
  await temporal.stop()
  await work()
  await temporal.start()
}

async function expectPublishedOnce(jobs: TrackedJob[]): Promise<void> {
  for (const job of jobs) {
    expect(await job.posts()).toHaveLength(1)
    expect(await job.row()).toMatchObject({ phase: 'published', commitNumber: 1 })
  }
}

test('a Temporal that is put back to an earlier copy publishes nothing again and forgets no job', async () => {
  const uploading = await bring(UPLOADING)
  const published = await bring(WAITING)
  const cancelled = await bring(WAITING)
  const waiting = await bring(WAITING)
  await stoppedFor(() => temporal.backUp())

  for (const job of [...uploading, ...published]) await job.release()
  for (const job of [...uploading, ...published]) await job.ended()
  for (const { job } of cancelled) {
    await workers.hands.cancel(job.jobId)
    await workers.gateway.notify(job.jobId, 'cancel')
  }
  await nextMinute(world)
  const acceptedAndPublished = await publish()
  for (const job of acceptedAndPublished) await job.ended()
  const accepted = await bring(WAITING)
  await stoppedFor(() => temporal.restore())

  for (const job of [...waiting, ...accepted]) await job.release()
  const reconcile = reconcilerOf(world, workers)
  for (const job of [...waiting, ...accepted]) await job.ended(reconcile)
  // What the copy takes for under way finds in its row that it is over.
  for (const { handle, job } of [...uploading, ...published, ...cancelled]) {
    await workers.gateway.wake(job.jobId)
    await handle.result()
  }
  await expectPublishedOnce([...uploading, ...published, ...acceptedAndPublished, ...waiting, ...accepted])
  for (const job of cancelled) {
    expect(await job.posts()).toEqual([])
    expect(await job.row()).toMatchObject({ phase: 'cancelled' })
  }
})
