import { randomUUID } from 'node:crypto'
import { startFanOut } from '../../src/bin/fan-out-loop'
import { createRoundReports } from '../../src/database/round-reports'
import { createWebhookFanOut } from '../../src/database/webhooks/fan-out'
import { readWebhookHealth } from '../../src/database/webhooks/watch'
import { PHASE_STATUS, type JobPhase } from '../../src/domain/job'
import { RECONCILE_SCHEDULE_ID } from '../../src/domain/schedule-ids'
import type { DeliveryRuns } from '../../src/domain/ports/webhooks'
import { webhookMetrics } from '../../src/observability/webhook-metrics'
import { createDeliveryRuns } from '../../src/temporal/delivery-gateway'
import { deliverWebhookId } from '../../src/workflows/contract'
import { keepHistory } from '../support/histories'
import { openPublisherWorld, type PublisherWorld } from '../support/publisher'
import { silenceTemporal } from '../support/quiet'
import { startReceiver, type Receiver } from '../support/receiver'
import { reconcilerOf } from '../support/reconciler'
import { metricsOf } from '../support/scrape'
import { trackJob } from '../support/tracked-job'
import { until } from '../support/until'
import { addEndpoint, type TestEndpoint } from '../support/webhooks'
import { startWorkers, type RunningWorkers } from '../support/workers'

silenceTemporal()

const DAY_MS = 86_400_000

let aheadMs = 0
const clock = { nowMs: () => Date.now() + aheadMs }

let world: PublisherWorld
let workers: RunningWorkers
let fanOut: ReturnType<typeof startFanOut>
let runs: DeliveryRuns
const receivers: Receiver[] = []

beforeAll(async () => {
  world = await openPublisherWorld({ WEBHOOKS_ALLOW_LOOPBACK: 'true' })
  workers = await startWorkers(world, { clock })
  const logger = { info: () => {}, warn: () => {} } as never
  fanOut = startFanOut({
    config: world.config,
    fanOut: createWebhookFanOut(world.prisma, clock),
    client: workers.client,
    logger,
  })
  runs = createDeliveryRuns(workers.client)
})
afterEach(async () => {
  await world.prisma.webhookEndpoint.deleteMany()
  await Promise.all(receivers.splice(0).map((each) => each.close()))
})
afterAll(async () => {
  await fanOut.close()
  await workers.stop()
  await world.close()
})

async function receiver(...given: Parameters<typeof startReceiver>): Promise<Receiver> {
  const started = await startReceiver(...given)
  receivers.push(started)
  return started
}

const endpointAt = (target: Pick<Receiver, 'url' | 'received'>, ...change: [object?]) =>
  addEndpoint(world, clock, target, ...change)

/** A job's row alone, which nothing runs. */
async function addJob() {
  const jobId = `publish-${randomUUID()}`
  const { id: connectionId } = await world.prisma.platformConnection.findFirstOrThrow({ select: { id: true } })
  const { id: videoId } = await world.addVideo(1_000)
  const data = { jobId, userId: world.userId, videoId, connectionId, platform: 'TIKTOK', caption: '' } as const
  await world.prisma.publishJob.create({ data: { ...data, phase: 'preparing', status: 'ACTIVE' } })
  return {
    jobId,
    enter: (phase: JobPhase, change: object = {}) =>
      world.prisma.publishJob.update({ where: { jobId }, data: { phase, status: PHASE_STATUS[phase], ...change } }),
  }
}

const sendTest = async (endpoint: TestEndpoint) => {
  const message = await endpoint.messages.addTest(endpoint.id)
  if (!message) throw new Error('the endpoint is disabled')
  const run = { messageId: message.id, endpointId: endpoint.id }
  await runs.start(run)
  return run
}

const logOf = async (endpoint: TestEndpoint, messageId: string) => {
  const log = await endpoint.messages.find(endpoint.id, messageId)
  if (!log) throw new Error('the message is gone')
  return log
}

/** As it stands after so many attempts. */
async function attempted(endpoint: TestEndpoint, messageId: string, times: number) {
  await until(async () => (await world.prisma.webhookAttempt.count({ where: { messageId } })) >= times)
  return logOf(endpoint, messageId)
}

const lastRound = async () =>
  (await createRoundReports(world.prisma).all()).find(({ name }) => name === RECONCILE_SCHEDULE_ID)

test('each kind of news arrives once, signed, and what is no news does not', async () => {
  const target = await receiver()
  const endpoint = await endpointAt(target)
  const job = await addJob()
  const wait = { waitReason: 'youtube-quota-exhausted', waitUntil: new Date(Date.now() + DAY_MS) }
  await job.enter('waiting-for-quota', wait)
  await job.enter('waiting-for-quota', { waitUntil: new Date(Date.now() + 2 * DAY_MS) })
  await job.enter('preparing', { waitReason: null, waitUntil: null })
  await job.enter('unconfirmed', { waitReason: 'No answer.', waitUntil: new Date() })
  await job.enter('failed', {
    failedAt: new Date(),
    errorCode: 'no',
    errorMessage: 'No.',
    waitReason: null,
    waitUntil: null,
  })
  await (await addJob()).enter('cancelled', { failedAt: new Date() })
  const published = await trackJob(world, workers, 'TIKTOK')
  await published.start()
  await published.ended()
  const post = await world.prisma.publishedPost.findFirstOrThrow({
    where: { publishJob: { jobId: published.job.jobId } },
  })
  await world.prisma.publishedPost.update({ where: { id: post.id }, data: { views: 7 } })
  const connection = { where: { userId_platform: { userId: world.userId, platform: 'YOUTUBE' } } } as const
  const status = (to: 'EXPIRED' | 'ACTIVE', statusReason: string | null) =>
    world.prisma.platformConnection.update({ ...connection, data: { status: to, statusReason }, select: { id: true } })
  const { id: connectionId } = await status('EXPIRED', 'grant-revoked')
  await status('ACTIVE', null)

  await until(async () => (await world.prisma.event.count({ where: { fannedOutAt: null } })) === 0)
  await until(async () => (await world.prisma.webhookMessage.count({ where: { state: { not: 'DELIVERED' } } })) === 0)
  const told = endpoint.verified()
  expect(told.map(({ type }) => type).sort()).toEqual([
    'connection.reconnect_required',
    'post.metrics_updated',
    'publish_job.cancelled',
    'publish_job.completed',
    'publish_job.failed',
    'publish_job.unconfirmed',
    'publish_job.waiting',
  ])
  const dataOf = (type: string) => told.find((one) => one.type === type)?.data
  expect(dataOf('publish_job.waiting')).toMatchObject({ jobId: job.jobId, waitReason: 'youtube-quota-exhausted' })
  expect(dataOf('publish_job.failed')).toMatchObject({ error: { code: 'no', message: 'No.' } })
  expect(dataOf('publish_job.completed')).toMatchObject({ jobId: published.job.jobId, post: { id: post.id } })
  expect(dataOf('connection.reconnect_required')).toMatchObject({ connectionId, reason: 'grant-revoked' })
  expect(dataOf('post.metrics_updated')).toMatchObject({ id: post.id, views: 7 })
  expect(JSON.stringify(told)).not.toContain(published.job.caption)
})

test('an endpoint is told of what it has chosen only, and of its own user and service only', async () => {
  const target = await receiver()
  const [own, others] = ['own', 'others'] as const
  const user = await world.prisma.user.create({ data: { email: `${randomUUID()}@example.com`, principal: own } })
  const wanted = ['publish_job.failed']
  const told = await Promise.all([
    endpointAt(target, { principal: own, events: wanted }),
    endpointAt(target, { principal: own, events: wanted, userId: user.id }),
  ])
  await Promise.all([
    endpointAt(target, { principal: own, events: wanted, userId: world.userId }),
    endpointAt(target, { principal: others, events: wanted }),
    endpointAt(target, { principal: own, events: ['publish_job.completed'] }),
  ])
  const job = await addJob()
  await world.prisma.publishJob.update({ where: { jobId: job.jobId }, data: { userId: user.id } })
  await job.enter('failed', { failedAt: new Date() })
  await until(async () => (await world.prisma.event.count({ where: { fannedOutAt: null } })) === 0)
  const messages = await world.prisma.webhookMessage.findMany({ select: { endpointId: true } })
  expect(messages.map(({ endpointId }) => endpointId).sort()).toEqual(told.map(({ id }) => id).sort())
})

test('a receiver that is down gets the same message once it is up, by the same id', async () => {
  const down = await startReceiver()
  await down.close()
  const endpoint = await endpointAt(down)
  const run = await sendTest(endpoint)
  const failed = await attempted(endpoint, run.messageId, 1)
  expect(failed).toMatchObject({ state: 'PENDING', attempts: [{ failure: 'not-connected', httpStatus: null }] })
  expect((await endpoint.row()).failingSince).not.toBeNull()

  const up = await receiver(undefined, Number(new URL(down.url).port))
  aheadMs += 10_000
  await runs.start(run)
  const delivered = await attempted(endpoint, run.messageId, 2)
  expect(delivered).toMatchObject({ state: 'DELIVERED', nextAttemptAt: null, attempts: [{ failure: null }, {}] })
  expect((await endpoint.row()).failingSince).toBeNull()
  expect(up.received.map(({ headers }) => headers['webhook-id'])).toEqual([run.messageId])
  const handle = workers.client.workflow.getHandle(deliverWebhookId(run.messageId))
  expect(await handle.result()).toBe('delivered')
  await keepHistory(handle, 'webhook-delivered')

  expect(await endpoint.messages.redeliver(endpoint.id, run.messageId)).toMatchObject({ state: 'PENDING' })
  await runs.start(run)
  await attempted(endpoint, run.messageId, 3)
  expect(up.received.map(({ headers, body }) => [headers['webhook-id'], body])).toEqual([
    [run.messageId, up.received[0]?.body],
    [run.messageId, up.received[0]?.body],
  ])
})

test('an endpoint that answers 410 gets nothing more: what is on its way to it has failed', async () => {
  const answers = [500, 410]
  const target = await receiver((response) => response.writeHead(answers.shift() ?? 200).end())
  const endpoint = await endpointAt(target)
  const waiting = await sendTest(endpoint)
  await attempted(endpoint, waiting.messageId, 1)
  const refused = await sendTest(endpoint)
  await attempted(endpoint, refused.messageId, 1)
  expect(await endpoint.row()).toMatchObject({ disabledReason: 'gone' })
  await keepHistory(workers.client.workflow.getHandle(deliverWebhookId(waiting.messageId)), 'webhook-removed')
  for (const { messageId } of [waiting, refused])
    expect(await logOf(endpoint, messageId)).toMatchObject({ state: 'FAILED', nextAttemptAt: null })
  expect(await endpoint.messages.addTest(endpoint.id)).toBeNull()
  await (await addJob()).enter('failed', { failedAt: new Date() })
  await until(async () => (await world.prisma.event.count({ where: { fannedOutAt: null } })) === 0)
  expect(await world.prisma.webhookMessage.count()).toBe(2)
})

test('one that never answers takes no place of another', async () => {
  const silent = await receiver(() => {})
  const good = await receiver()
  const stalled = await endpointAt(silent)
  for (let sent = 0; sent < 30; sent++) await sendTest(stalled)
  await until(() => Promise.resolve(silent.received.length > 0))
  const endpoint = await endpointAt(good)
  const { messageId } = await sendTest(endpoint)
  expect(await attempted(endpoint, messageId, 1)).toMatchObject({ state: 'DELIVERED' })
  expect(await world.prisma.webhookMessage.count({ where: { endpointId: stalled.id, state: 'PENDING' } })).toBe(30)
})

test('a message that nobody has started, and an event that nobody has heard of, are found by the next round', async () => {
  const target = await receiver()
  await fanOut.close()
  const endpoint = await endpointAt(target)
  const lost = await endpoint.messages.addTest(endpoint.id)
  const job = await addJob()
  await job.enter('failed', { failedAt: new Date() })
  aheadMs += 60_000
  await reconcilerOf(world, workers, clock)()
  await until(() => Promise.resolve(target.received.length >= 2))
  expect(
    endpoint
      .verified()
      .map(({ type }) => type)
      .sort(),
  ).toEqual(['publish_job.failed', 'webhook.test'])
  expect(endpoint.verified().map(({ id }) => id)).toContain(lost?.id)
  const round = await lastRound()
  expect(round?.counts).toMatchObject({ webhooksFound: 1 })
})

test('one that has taken nothing for five days gets nothing more, and the report of the round says so', async () => {
  const target = await receiver((response) => response.writeHead(500).end('no'))
  const endpoint = await endpointAt(target)
  const run = await sendTest(endpoint)
  const first = await attempted(endpoint, run.messageId, 1)
  expect(first.attempts).toMatchObject([{ httpStatus: 500, failure: 'refused', excerpt: 'no' }])
  aheadMs += 5 * DAY_MS
  await runs.start(run)
  expect(await attempted(endpoint, run.messageId, 2)).toMatchObject({ state: 'FAILED' })
  expect(await endpoint.row()).toMatchObject({ disabledReason: 'failing' })
  await keepHistory(workers.client.workflow.getHandle(deliverWebhookId(run.messageId)), 'webhook-given-up')
  await reconcilerOf(world, workers, clock)()
  const round = await lastRound()
  expect(round?.findings).toContainEqual(
    expect.objectContaining({
      code: 'webhook-endpoint-disabled',
      message: expect.stringContaining(endpoint.id),
      remedy: expect.stringContaining('PATCH'),
    }),
  )
  const scraped = await metricsOf({ webhooks: webhookMetrics(() => readWebhookHealth(world.prisma)) }).read()
  expect(scraped).toContain('publisher_webhook_endpoints{state="failing"} 1\n')
  expect(scraped).toContain('publisher_webhook_endpoints{state="healthy"} 0\n')
  expect(scraped).toContain('publisher_webhook_messages_pending 0\n')
})
