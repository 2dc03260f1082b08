import { condition, proxyActivities, setHandler } from '@temporalio/workflow'
import type { DeliveryActivities } from '../activities/deliveries'
import { WEBHOOK_QUEUE, type DeliverWebhookInput } from './contract'
import { wakeSignal } from './messages'

// A worker that died is noticed by its silence. What is tried again here has not reached the receiver's answer.
const { attemptDelivery } = proxyActivities<DeliveryActivities>({
  taskQueue: WEBHOOK_QUEUE,
  summary: 'one signed request',
  startToCloseTimeout: '1 minute',
  heartbeatTimeout: '10 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
})

/**
 * Brings a message to its endpoint: attempt after attempt, further and further apart, until it is taken, given up, or of no
 * more use since its endpoint is disabled or gone. The message's row says when its turn is.
 * @returns how it ended
 */
export async function deliverWebhook({
  messageId,
}: DeliverWebhookInput): Promise<'delivered' | 'given-up' | 'removed'> {
  let woken = false
  setHandler(wakeSignal, () => void (woken = true), { description: 'The message is to go out now: look at its row.' })

  for (;;) {
    woken = false
    const delivery = await attemptDelivery({ messageId })
    if (delivery.state === 'waiting') await condition(() => woken, Math.max(1, delivery.untilMs - Date.now()))
    // Who redelivers a message in this very moment counts on this run.
    else if (!woken) return delivery.state
  }
}
