import { Gauge } from 'prom-client'
import type { WebhookHealth } from '../domain/ports/webhooks'
import type { MetricsPart } from './metrics'

/** How webhooks stand: the database's, and so the same on every worker. */
export const webhookMetrics =
  (read: () => Promise<WebhookHealth>): MetricsPart =>
  (registry) => {
    const pending = new Gauge({
      name: 'publisher_webhook_messages_pending',
      help: 'Messages on their way, those that wait for another attempt included',
      registers: [registry],
    })
    const endpoints = new Gauge({
      name: 'publisher_webhook_endpoints',
      help: 'Webhook endpoints: healthy, taking nothing, or disabled by reason',
      labelNames: ['state'],
      registers: [registry],
    })
    return async () => {
      const health = await read()
      pending.set(health.pending)
      for (const [state, count] of Object.entries(health.endpoints)) endpoints.set({ state }, count)
    }
  }
