import { createHmac } from 'node:crypto'
import { request } from 'undici'
import type { World } from '../kernel/world'
import { settingsOf } from '../settings'

export type WebhookEvent =
  | 'post.publish.failed'
  | 'post.publish.complete'
  | 'post.publish.inbox_delivered'
  | 'post.publish.publicly_available'
  | 'post.publish.no_longer_publicaly_available'
  | 'authorization.removed'

/** An event on its way. */
interface Delivery {
  body: string
  dueAtMs: number
  /** Doubled after every attempt that was not taken. */
  waitMs: number
  giveUpAtMs: number
}

const FIRST_WAIT_MS = 10_000
const GIVE_UP_AFTER_MS = 72 * 3_600_000
const RECEIVER_TIMEOUT_MS = 5_000

const outboxOf = (world: World) => world.store.section<Delivery[]>('tiktok.webhooks', () => [])()

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
  for (let copy = 0; copy < webhook.copies; copy++) {
    const delivery = { body, dueAtMs, waitMs: FIRST_WAIT_MS, giveUpAtMs: dueAtMs + GIVE_UP_AFTER_MS }
    outboxOf(world).push(delivery)
    start(world, delivery)
  }
}

/** Starts again what an earlier process left undelivered. */
export function resumeWebhooks(world: World): void {
  for (const delivery of outboxOf(world)) start(world, delivery)
}

function start(world: World, delivery: Delivery): void {
  world.background.run(async (signal) => {
    try {
      await deliver(world, delivery, signal)
    } catch (error) {
      if (!signal.aborted) throw error // The sandbox stops: the next start goes on.
    }
  })
}

async function deliver(world: World, delivery: Delivery, signal: AbortSignal): Promise<void> {
  await world.clock.reach(delivery.dueAtMs, signal)
  while (!(await isTaken(world, delivery, signal)) && world.clock.nowMs() < delivery.giveUpAtMs) {
    delivery.dueAtMs = world.clock.nowMs() + delivery.waitMs
    delivery.waitMs *= 2
    await world.store.save()
    await world.clock.reach(delivery.dueAtMs, signal)
  }
  const outbox = outboxOf(world)
  outbox.splice(outbox.indexOf(delivery), 1)
  await world.store.save()
}

async function isTaken(world: World, { body }: Delivery, signal: AbortSignal): Promise<boolean> {
  const { webhook } = settingsOf(world, 'TIKTOK')
  if (!webhook) return true // Nobody is told any more.
  const timestamp = Math.floor(world.clock.nowMs() / 1000)
  const signature = createHmac('sha256', webhook.clientSecret).update(`${timestamp}.${body}`).digest('hex')
  try {
    const answer = await request(webhook.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'tiktok-signature': `t=${timestamp},s=${signature}` },
      body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(RECEIVER_TIMEOUT_MS)]),
    })
    await answer.body.dump()
    return answer.statusCode === 200
  } catch {
    signal.throwIfAborted()
    return false
  }
}
