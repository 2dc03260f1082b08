import type { RoundReport } from '../domain/ports/rounds'
import type { DeliveryRuns, WebhookFanOut, WebhookWatch } from '../domain/ports/webhooks'

export interface FanOutDependencies {
  fanOut: WebhookFanOut
  deliveryRuns: DeliveryRuns
}

export interface MendDependencies extends FanOutDependencies {
  webhookWatch: WebhookWatch
}

/** So many, however much has gathered. */
const MOST_BATCHES = 50

/**
 * Turns events into messages and starts their deliveries. A message that could not be started is overdue a moment later.
 * @returns how many there were; 0 events: none is left
 */
export async function fanOutEvents({ fanOut, deliveryRuns }: FanOutDependencies) {
  const done = { events: 0, messages: 0 }
  for (let batch = 0; batch < MOST_BATCHES; batch++) {
    const { events, runs } = await fanOut.next()
    if (events === 0) break
    await Promise.all(runs.map((run) => deliveryRuns.start(run)))
    done.events += events
    done.messages += runs.length
  }
  return done
}

/** What no worker has heard of is fanned out, and what is late is started; endpoints that were disabled are for a person. */
export async function mendWebhooks(
  deps: MendDependencies,
  nowMs: number,
): Promise<Pick<RoundReport, 'counts' | 'findings'>> {
  const { messages } = await fanOutEvents(deps)
  const late = await deps.webhookWatch.overdue(nowMs)
  await Promise.all(late.map((run) => deps.deliveryRuns.start(run)))
  return {
    counts: { webhooksFound: messages, webhooksLate: late.length },
    findings: await deps.webhookWatch.findings(),
  }
}
