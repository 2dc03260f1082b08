import { jobEndOf, type JobMove } from '../domain/job-end'
import type { Deliveries, WebhookFanOut } from '../domain/ports/webhooks'
import type { Logger } from './logger'
import type { Recorders } from './recorders'

/** Every change is fanned out once, by one worker, whoever made it: where moves are logged, and ends are counted. */
export const tellingMoves = (
  fanOut: WebhookFanOut,
  recorders: Pick<Recorders, 'jobEnded'>,
  logger: Pick<Logger, 'info'>,
): WebhookFanOut => ({
  async next() {
    const done = await fanOut.next()
    for (const move of done.moves) {
      logger.info(lineOf(move), 'publish job moved')
      const end = jobEndOf(move)
      if (end) recorders.jobEnded(end)
    }
    return done
  },
})

/** Codes and instants: what a problem says to people may hold words of theirs. `at`: when it moved. */
const lineOf = ({ jobId, change, at }: JobMove): object => ({
  ...{ jobId, platform: change.platform, generation: change.generation },
  ...{ from: change.previousPhase, phase: change.phase, at },
  ...(change.errorCode !== null && { code: change.errorCode }),
  ...(change.waitReason !== null && { waitReason: change.waitReason }),
  ...(change.waitUntil !== null && { waitUntil: change.waitUntil }),
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
