import { Webhook } from 'standardwebhooks'
import { createWebhookEndpoints, type EndpointRow, type NewEndpoint } from '../../src/database/webhooks/endpoints'
import { createWebhookMessages, type WebhookMessages } from '../../src/database/webhooks/messages'
import type { Clock } from '../../src/domain/ports/clock'
import { WEBHOOK_EVENTS } from '../../src/domain/webhook-events'
import { createTokenCipher } from '../../src/security/token-cipher'
import { newWebhookSecret } from '../../src/security/webhooks/signing'
import type { PublisherWorld } from './publisher'
import type { Received, Receiver } from './receiver'

/** An endpoint that leads to a receiver of the test. */
export interface TestEndpoint {
  id: string
  messages: WebhookMessages
  row(): Promise<EndpointRow>
  /** What has arrived, in the order of arrival, verified as its owner would. */
  verified(): { id: string; type: string; data: Record<string, unknown> }[]
}

export async function addEndpoint(
  { prisma, config }: Pick<PublisherWorld, 'prisma' | 'config'>,
  clock: Clock,
  { url, received }: Pick<Receiver, 'url' | 'received'>,
  change: Partial<NewEndpoint> = {},
): Promise<TestEndpoint> {
  const endpoints = createWebhookEndpoints(prisma, createTokenCipher(config.TOKEN_KEYS), clock)
  const secret = newWebhookSecret()
  const wanted = { principal: 'test', userId: null, url, events: [...WEBHOOK_EVENTS], description: null, secret }
  const created = await endpoints.create({ ...wanted, ...change })
  if (!created) throw new Error('there are too many endpoints')
  const { id } = created
  return {
    id,
    messages: createWebhookMessages(prisma, clock),
    async row() {
      const row = await endpoints.find(id, { principal: null, userId: null })
      if (!row) throw new Error('the endpoint is gone')
      return row
    },
    verified: () => received.map((one) => verify(secret, one)),
  }
}

function verify(secret: string, { headers, body }: Received) {
  const payload = new Webhook(secret).verify(body, headers as Record<string, string>)
  return { id: String(headers['webhook-id']), ...(payload as { type: string; data: Record<string, unknown> }) }
}
