import type { Client } from '@temporalio/client'
import type { DeliveryRuns } from '../domain/ports/webhooks'
import { PRIORITY } from '../domain/urgency'
import type { deliverWebhook } from '../workflows'
import { deliverWebhookId, PUBLISH_QUEUE } from '../workflows/contract'
import { wakeSignal } from '../workflows/messages'

/** Starts the workflows that deliver webhooks. Endpoints take turns, however many messages one of them has. */
export const createDeliveryRuns = ({ workflow }: Client): DeliveryRuns => ({
  async start({ messageId, endpointId }) {
    await workflow.signalWithStart<typeof deliverWebhook>('deliverWebhook', {
      taskQueue: PUBLISH_QUEUE,
      priority: { priorityKey: PRIORITY.bulk, fairnessKey: endpointId },
      workflowId: deliverWebhookId(messageId),
      args: [{ messageId }],
      signal: wakeSignal,
      staticSummary: `Webhook to endpoint ${endpointId}`,
    })
  },
})
