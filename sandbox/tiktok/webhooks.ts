import { createHmac } from 'node:crypto'
import { Outbox } from '../kernel/outbox'
import type { World } from '../kernel/world'
import { settingsOf } from '../settings'

export type WebhookEvent =
  | 'post.publish.failed'
  | 'post.publish.complete'
  | 'post.publish.inbox_delivered'
  | 'post.publish.publicly_available'
  | 'post.publish.no_longer_publicaly_available'
  | 'authorization.removed'

/** Signed when it is sent, by the secret of then. */
const outboxOf = (world: World) =>
  new Outbox(world, 'tiktok.webhooks', (body) => {
    const { webhook } = settingsOf(world, 'TIKTOK')
    if (!webhook) return null
    const timestamp = Math.floor(world.clock.nowMs() / 1000)
    const signature = createHmac('sha256', webhook.clientSecret).update(`${timestamp}.${body}`).digest('hex')
    const headers = { 'content-type': 'application/json', 'tiktok-signature': `t=${timestamp},s=${signature}` }
    return { url: webhook.url, headers, body }
  })

/**
 * Sends an event to the configured address when virtual time has come to `atMs`, as often and as late as the settings say.
 * `content` travels as JSON text within the JSON.
 */
export function announce(
  world: World,
  accountId: string,
  event: WebhookEvent,
  content: Record<string, unknown>,
  atMs = world.clock.nowMs(),
): void {
  const { webhook } = settingsOf(world, 'TIKTOK')
  if (!webhook) return
  const body = JSON.stringify({
    client_key: webhook.clientKey,
    event,
    create_time: Math.floor(atMs / 1000),
    user_openid: accountId,
    content: JSON.stringify(content),
  })
  const dueAtMs = atMs + (webhook.delaySeconds[event] ?? 0) * 1000
  for (let copy = 0; copy < webhook.copies; copy++) outboxOf(world).post(body, dueAtMs)
}

export const resumeWebhooks = (world: World): void => outboxOf(world).resume()
