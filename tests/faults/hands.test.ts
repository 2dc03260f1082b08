import { randomUUID } from 'node:crypto'
import { createHolds } from '../support/holds'
import { type HeldJob, MOMENTS, onEveryPlatform } from '../support/moments'
import { openPublisherWorld, type PublisherWorld } from '../support/publisher'
import { nextMinute, ROOMY } from '../support/limits'
import { silenceTemporal } from '../support/quiet'
import { reconcilerOf } from '../support/reconciler'
import { trackJob, type TrackedJob } from '../support/tracked-job'
import { until } from '../support/until'
import { startWorkers, type RunningWorkers } from '../support/workers'

silenceTemporal()

const holds = createHolds()
let world: PublisherWorld
let workers: RunningWorkers
let reconcile: () => Promise<void>

beforeAll(async () => {
  world = await openPublisherWorld({ ...ROOMY, RECONCILE_INTERVAL_MS: '400' }, holds.onCall)
  workers = await startWorkers(world)
  reconcile = reconcilerOf(world, workers)
})

afterEach(async () => {
  holds.clear()
  await world.control('faults', undefined, 'DELETE')
  await nextMinute(world)
})

afterAll(async () => {
  await workers.stop()
  await world.close()
})

type HistoryEvent = NonNullable<Awaited<ReturnType<TrackedJob['handle']['fetchHistory']>>['events']>[number]

/** The ids of the events of the job's present run that have these attributes. */
async function eventsWith({ handle }: TrackedJob, attributes: keyof HistoryEvent): Promise<HistoryEvent['eventId'][]> {
  const { events } = await handle.fetchHistory()
  return (events ?? []).filter((event) => event[attributes]).map(({ eventId }) => eventId)
}

/** Waits until there is one: the row may be a step ahead of the history. */
const workflowTasksOf = (job: TrackedJob) =>
  until(async () => {
    const ids = await eventsWith(job, 'workflowTaskCompletedEventAttributes')
    return ids.length > 0 && ids
  })

/** As the Web UI does it: what that run has done since is forgotten, and a new one goes on from there. */
async function reset({ handle }: TrackedJob, workflowTaskFinishEventId: HistoryEvent['eventId'], runId?: string) {
  await workers.client.workflowService.resetWorkflowExecution({
    namespace: world.config.TEMPORAL_NAMESPACE,
    workflowExecution: { workflowId: handle.workflowId, runId: runId ?? (await handle.describe()).runId },
    workflowTaskFinishEventId,
    requestId: randomUUID(),
    reason: 'a test',
  })
}

/** Whatever else became of it: one post, by one commit. */
async function expectPublishedOnce(job: TrackedJob): Promise<void> {
  expect(await job.posts()).toHaveLength(1)
  const { phase, commitNumber, commitVerdict, attempts } = await job.row()
  expect({ phase, commitNumber, commitVerdict }).toEqual({
    phase: 'published',
    commitNumber: 1,
    commitVerdict: 'published',
  })
  expect(attempts.filter(({ step }) => step === 'commit')).toHaveLength(1)
}

describe.each(MOMENTS)('a run that is struck $name', ({ bring, claimed }) => {
  const held = (work: (job: HeldJob) => Promise<void>) =>
    onEveryPlatform(async (platform) => work(await bring({ world, workers, holds }, platform)))

  test('goes on after a reset, to its last step and to its first, and the post exists once', () =>
    held(async (job) => {
      await reset(job, (await workflowTasksOf(job)).at(-1))
      await reset(job, (await workflowTasksOf(job))[0])
      await job.release()
      await job.ended()
      await expectPublishedOnce(job)
    }))

  test('is replaced after its termination, and the post exists once', () =>
    held(async (job) => {
      await job.handle.terminate('a test')
      await job.release()
      await job.ended(reconcile)
      await expectPublishedOnce(job)
    }))

  test(
    claimed ? 'publishes although it is cancelled natively' : 'publishes nothing once it is cancelled natively',
    () =>
      held(async (job) => {
        await job.handle.cancel()
        await until(async () => {
          const [asked] = await eventsWith(job, 'workflowExecutionCancelRequestedEventAttributes')
          const [last] = (await workflowTasksOf(job)).slice(-1)
          return asked && last && Number(last) > Number(asked)
        })
        await job.release()
        await job.ended()
        if (claimed) await expectPublishedOnce(job)
        else {
          expect(await job.posts()).toEqual([])
          expect(await job.row()).toMatchObject({ status: 'FAILED', phase: 'cancelled', commitRequestedAt: null })
        }
        await job.handle.result().catch(() => {})
        expect((await job.handle.describe()).status.name).toBe(claimed ? 'COMPLETED' : 'CANCELLED')
      }),
  )
})

test('a run that has published, reset to each of its steps, publishes nothing more', () =>
  onEveryPlatform(async (platform) => {
    const job = await trackJob(world, workers, platform)
    await job.start()
    await job.handle.result()
    const { runId } = await job.handle.describe()
    for (const step of await workflowTasksOf(job)) {
      await reset(job, step, runId)
      await job.handle.result()
      await expectPublishedOnce(job)
    }
  }))
