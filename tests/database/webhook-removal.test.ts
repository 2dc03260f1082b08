import { randomBytes } from 'node:crypto'
import { createDeliveries } from '../../src/database/webhooks/deliveries'
import { createWebhookEndpoints } from '../../src/database/webhooks/endpoints'
import { EVERYTHING } from '../../src/domain/reach'
import type { DeliveryResult } from '../../src/domain/webhook-delivery'
import { createTokenCipher } from '../../src/security/token-cipher'
import { openJobTable, START_MS, type JobTable } from '../support/job-table'

const ROUNDS = 20
const cipher = createTokenCipher(`key:${randomBytes(32).toString('base64')}`)

let table: JobTable

beforeAll(async () => {
  table = await openJobTable()
})
afterAll(() => table.close())

const answered = (httpStatus: number): DeliveryResult => ({
  ...{ startedAtMs: START_MS, durationMs: 1, excerpt: null, retryAtMs: null },
  ...{ httpStatus, failure: httpStatus === 200 ? null : 'refused' },
})

test.each([200, 500])(
  'an endpoint is removed in the very moment in which its messages are answered with %i: none of both fails',
  async (httpStatus) => {
    const { prisma, clock } = table
    const endpoints = createWebhookEndpoints(prisma, cipher, clock)
    const deliveries = createDeliveries(prisma, cipher, clock)
    const settings = { url: 'https://receiver.example', events: [], description: null, userId: null }

    for (let round = 0; round < ROUNDS; round++) {
      const endpoint = await endpoints.create({ ...settings, principal: 'p', secret: 'a secret' })
      if (!endpoint) throw new Error('There is no room for the endpoint')
      const now = new Date(clock.nowMs())
      const message = { endpointId: endpoint.id, type: 'webhook.test', payload: {}, createdAt: now, nextAttemptAt: now }
      const messages = await prisma.webhookMessage.createManyAndReturn({ data: [message, message, message] })
      const opened = await Promise.all(messages.map(({ id }) => deliveries.open(id)))
      const due = opened.flatMap((one) => (one.state === 'due' ? [one.message] : []))
      expect(due).toHaveLength(3)

      const [removed] = await Promise.all([
        endpoints.remove(endpoint.id, EVERYTHING),
        ...due.map((each) => deliveries.record(each, answered(httpStatus))),
      ])
      expect(removed).toBe(true)
      expect(await prisma.webhookMessage.count()).toBe(0)
    }
  },
)
