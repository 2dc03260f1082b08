import { createHolds } from '../support/holds'
import { onEveryPlatform, UNANSWERED, UPLOADING } from '../support/moments'
import { openOwnPostgres, type OwnPostgres } from '../support/own-servers'
import { openPublisherWorld, type PublisherWorld } from '../support/publisher'
import { nextMinute, ROOMY } from '../support/limits'
import { silenceTemporal } from '../support/quiet'
import { until } from '../support/until'
import { startWorkers, type RunningWorkers } from '../support/workers'

silenceTemporal()
const holds = createHolds()
let postgres: OwnPostgres
let world: PublisherWorld
let workers: RunningWorkers

beforeAll(async () => {
  postgres = await openOwnPostgres()
  world = await openPublisherWorld({ DATABASE_URL: postgres.url, ...ROOMY }, holds.onCall)
  workers = await startWorkers(world)
})

afterEach(async () => {
  holds.clear()
  await nextMinute(world)
})

afterAll(async () => {
  await workers.stop()
  await world.close()
  await postgres.close()
})

/** Each way that a database goes away: in order, with its sessions ended, and by signal 9. */
describe.each(['stop', 'kill'] as const)('a database that is gone by %s', (end) => {
  test('in mid-upload is waited for, and each post exists once', async () => {
    const jobs = await onEveryPlatform((platform) => UPLOADING.bring({ world, workers, holds }, platform))
    await postgres[end]()
    for (const job of jobs) await job.release()
    await postgres.start()
    for (const job of jobs) {
      expect(await job.ended()).toMatchObject({ phase: 'published', commitNumber: 1 })
      expect(await job.posts()).toHaveLength(1)
    }
  })

  test('between the success of a commit and its record is waited for, and each post exists once', async () => {
    const jobs = await onEveryPlatform((platform) => UNANSWERED.bring({ world, workers, holds }, platform))
    await postgres[end]()
    for (const job of jobs) await job.release()
    // The answer is known to the worker by then, and to no row.
    for (const { handle } of jobs)
      await until(async () => {
        const { events } = await handle.fetchHistory()
        return (events ?? []).filter((event) => event.activityTaskCompletedEventAttributes).length === 2
      })
    await postgres.start()
    for (const job of jobs) {
      expect(await job.ended()).toMatchObject({ phase: 'published', commitNumber: 1 })
      expect(await job.posts()).toHaveLength(1)
    }
  })
})
