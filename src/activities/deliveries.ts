import { PublishError } from '../domain/errors'
import type { Clock } from '../domain/ports/clock'
import type { Deliveries, DeliveryState, WebhookSender } from '../domain/ports/webhooks'
import { beating } from './beat'

export interface DeliveryDependencies {
  deliveries: Deliveries
  webhookSender: WebhookSender
  clock: Clock
}

/** Requests of this process to one endpoint at once: one that answers nothing leaves the other slots to the others. */
const SLOTS_EACH = 10

const BUSY_MS = 1_000

/** Well within the heartbeat timeout of the workflow. */
const BEAT_MS = 2_000

export function createDeliveryActivities({ deliveries, webhookSender, clock }: DeliveryDependencies) {
  const slots = createSlots(clock)

  return {
    /**
     * One attempt to deliver a message, if it is its turn. Where the worker dies on the way, the receiver gets the message
     * twice, by the same id.
     * @throws PublishError `webhook-endpoint-busy`, to be tried again in moments
     */
    async attemptDelivery({ messageId }: { messageId: string }): Promise<DeliveryState> {
      const opened = await deliveries.open(messageId)
      if (opened.state !== 'due') return opened
      const { message } = opened
      return slots.use(message.endpointId, () =>
        beating(BEAT_MS, async (_report, signal) =>
          deliveries.record(message, await webhookSender.send(message, signal)),
        ),
      )
    },
  }
}

export type DeliveryActivities = ReturnType<typeof createDeliveryActivities>

function createSlots(clock: Clock) {
  const used = new Map<string, number>()

  return {
    async use<T>(endpointId: string, work: () => Promise<T>): Promise<T> {
      const before = used.get(endpointId) ?? 0
      if (before >= SLOTS_EACH) throw endpointBusy(clock.nowMs())
      used.set(endpointId, before + 1)
      try {
        return await work()
      } finally {
        const left = (used.get(endpointId) ?? 1) - 1
        if (left > 0) used.set(endpointId, left)
        else used.delete(endpointId)
      }
    },
  }
}

const endpointBusy = (nowMs: number) =>
  new PublishError({
    code: 'webhook-endpoint-busy',
    category: 'rate-limited',
    message: `${SLOTS_EACH} other messages are on their way to the endpoint.`,
    remedy: 'Nothing needs to be done: this one follows.',
    untilMs: nowMs + Math.round(BUSY_MS * (1 + 2 * Math.random())),
  })
