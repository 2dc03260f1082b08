import { condition, proxyActivities, setCurrentDetails, setHandler } from '@temporalio/workflow'
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
  setHandler(wakeSignal, () => void (woken = true), {
    description: 'Makes the run look at the message again; it is sent if its row says that its turn has come.',
  })

  async function waitUntil(untilMs: number): Promise<void> {
    setCurrentDetails(
      `The endpoint has not taken the message. Next attempt: ${new Date(untilMs).toISOString()}, or at once by the API's redelivery.`,
    )
    await condition(() => woken, Math.max(1, untilMs - Date.now()), { summary: 'the next attempt' })
  }

  for (;;) {
    woken = false
    setCurrentDetails('Sends the message: see the pending activity `attemptDelivery`.')
    const delivery = await attemptDelivery({ messageId })
    if (delivery.state === 'waiting') await waitUntil(delivery.untilMs)
    // Who redelivers a message in this very moment counts on this run.
    else if (!woken) return delivery.state
  }
}
