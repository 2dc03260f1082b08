import { setTimeout as pause } from 'node:timers/promises'
import type { Client } from '@temporalio/client'
import { fanOutEvents } from '../activities/fan-out'
import type { Config } from '../config'
import { createChangeListener } from '../database/change-listener'
import type { ChangeListener } from '../domain/ports/changes'
import type { WebhookFanOut } from '../domain/ports/webhooks'
import type { Logger } from '../observability/logger'
import { createDeliveryRuns } from '../temporal/delivery-gateway'

export interface FanOutParts {
  config: Pick<Config, 'DATABASE_URL'>
  fanOut: WebhookFanOut
  client: Client
  logger: Logger
}

/** Sends events on to webhooks from the moment they happen. The reconciler does so, too, a minute later. */
export function startFanOut({ config, fanOut, client, logger }: FanOutParts): { close(): Promise<void> } {
  const listener = createChangeListener(config.DATABASE_URL, logger)
  const deps = { fanOut, deliveryRuns: createDeliveryRuns(client) }
  const stop = keepFanningOut(listener, () => fanOutEvents(deps), logger)
  return {
    async close() {
      await stop()
      await listener.close()
    },
  }
}

/** What happens at once is fanned out at once. */
const GATHER_MS = 50

/**
 * Works whenever there is something to hear, and until none is left. What fails is left to the next time.
 * @returns how to stop, once what is under way is done
 */
function keepFanningOut(
  listener: Pick<ChangeListener, 'listen'>,
  work: () => Promise<{ events: number }>,
  logger: Pick<Logger, 'warn'>,
): () => Promise<void> {
  let isHeard = false
  let isStopped = false
  let working: Promise<void> | undefined

  async function workOn(): Promise<void> {
    while (isHeard && !isStopped) {
      await pause(GATHER_MS)
      isHeard = false
      try {
        while (!isStopped && (await work()).events > 0);
      } catch (err) {
        logger.warn({ err }, 'events were not fanned out; the reconciler will')
      }
    }
  }

  const stopListening = listener.listen('events', () => {
    isHeard = true
    working ??= workOn().finally(() => (working = undefined))
  })
  return async () => {
    stopListening()
    isStopped = true
    await working
  }
}
