import { randomUUID } from 'node:crypto'
import { keepHistory } from '../support/histories'
import { openPublisherWorld, type PublisherWorld } from '../support/publisher'
import { silenceTemporal } from '../support/quiet'
import { trackJob } from '../support/tracked-job'
import { startWorkers, type RunningWorkers } from '../support/workers'
import { PUBLISH_QUEUE } from '../../src/workflows/contract'

silenceTemporal()

let world: PublisherWorld
let workers: RunningWorkers

beforeAll(async () => {
  world = await openPublisherWorld({ RECONCILE_INTERVAL_MS: '1' })
  workers = await startWorkers(world)
})
afterAll(async () => {
  await workers.stop()
  await world.close()
})

const startRound = (workflow: string) =>
  workers.client.workflow.start(workflow, { taskQueue: PUBLISH_QUEUE, workflowId: `${workflow}-${randomUUID()}` })

const reportOf = (name: string) => world.prisma.roundReport.findUniqueOrThrow({ where: { name } })

test('a round of the reconciler is a run that starts what was accepted and has no run', async () => {
  const lost = await trackJob(world, workers, 'INSTAGRAM')
  await workers.hands.accept({ principal: 'test', idempotency: null, jobs: [lost.job] })
  await lost.ended(async () => {
    const round = await startRound('reconcilePublishJobs')
    await round.result()
    await keepHistory(round, 'reconcile-round')
  })
  expect(await lost.posts()).toHaveLength(1)
})

test('a quota day is granted by a run that reports', async () => {
  const round = await startRound('grantQuotaDay')
  await round.result()
  await keepHistory(round, 'quota-day-granted')
  expect(await reportOf('grant-quota-day')).toMatchObject({ counts: expect.any(Object) })
})
