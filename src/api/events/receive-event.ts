import type { Logger } from 'pino'
import type { PlatformEvents } from '../../database/platform-events'
import type { Clock } from '../../domain/ports/clock'
import type { Delivery, EventReaders, PlatformEvent } from '../../domain/ports/events'
import type { JobRuns } from '../../domain/ports/jobs'
import { ApiProblem } from '../problems'
import { inTime } from '../publish/best-effort'

export interface EventDeps {
  eventReaders: EventReaders
  events: PlatformEvents
  runs: JobRuns
  clock: Clock
}

/**
 * Acts on an event, then remembers it: one that could not be acted upon is answered with an error, and the platform
 * delivers it again. Two deliveries that meet do no more than one: a grant ends once, and a run asks once more at most.
 * @throws ApiProblem the refusal of the delivery, which has changed nothing; `not-ready` where a run could not be told
 */
export async function receiveEvent(
  deps: EventDeps,
  platform: keyof EventReaders,
  delivery: Delivery,
  log: Logger,
): Promise<void> {
  const event = deps.eventReaders[platform](delivery, deps.clock.nowMs())
  if ('refusal' in event) throw new ApiProblem(event.refusal)
  const { name, kind } = event
  const told = { platform, event: name, kind, ...(kind === 'post-changed' && { postId: event.postId }) }
  if (await deps.events.isKnown(platform, event)) return log.info({ ...told, known: true }, 'platform event')
  const touched = await act(deps, platform, event, log)
  await deps.events.remember(platform, event)
  log.info({ ...told, touched }, 'platform event')
}

/** @returns how many connections it has ended, or jobs it has woken */
async function act(
  { events, runs }: EventDeps,
  platform: keyof EventReaders,
  event: PlatformEvent,
  log: Logger,
): Promise<number> {
  switch (event.kind) {
    case 'unknown':
      return 0
    case 'authorization-removed':
      // The jobs of the account find out by themselves, before their next step, and wait for a reconnect.
      return events.endGrants(platform, event)
    case 'post-changed': {
      const waiting = await events.freePlaces(platform, event)
      await reach(waiting, (jobId) => runs.wake(jobId), log)
      const jobIds = await events.jobsAwaiting(platform, event.accountId, event.task)
      await reach(jobIds, (jobId) => runs.tell(jobId), log)
      return waiting.length + jobIds.length
    }
  }
}

async function reach(jobIds: string[], tell: (jobId: string) => Promise<void>, log: Logger): Promise<void> {
  try {
    await inTime(() => Promise.all(jobIds.map(tell)))
  } catch (error) {
    log.warn({ jobIds, err: error }, 'the runs were not reached; the platform will deliver its event again')
    throw new ApiProblem('not-ready', { dependencies: { temporal: 'down' } })
  }
}
