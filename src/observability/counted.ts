import type { Deliveries, WebhookFanOut } from '../domain/ports/webhooks'
import type { Recorders } from './recorders'

/** Every change is fanned out once, by one worker, whoever made it: where ends are counted. */
export const countingEnds = (fanOut: WebhookFanOut, recorders: Pick<Recorders, 'jobEnded'>): WebhookFanOut => ({
  async next() {
    const done = await fanOut.next()
    done.ends.forEach((end) => recorders.jobEnded(end))
    return done
  },
})

export const countingDeliveries = (
  deliveries: Deliveries,
  recorders: Pick<Recorders, 'webhookAttempted'>,
): Deliveries => ({
  ...deliveries,
  async record(message, result) {
    const became = await deliveries.record(message, result)
    recorders.webhookAttempted(result, became)
    return became
  },
})
