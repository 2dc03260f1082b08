import { ApplicationFailure, CancellationScope, condition, setHandler } from '@temporalio/workflow'
import {
  cancelUpdate,
  editUpdate,
  publishNowUpdate,
  rescheduleUpdate,
  resolveOutcomeUpdate,
  wakeSignal,
  type HandReply,
  type RescheduleInput,
  type ResolveInput,
} from './messages'
import type { Resolution } from '../domain/ports/jobs'
import type { News } from './news'
import { rows } from './proxies'

const MIN_WAIT_MS = 1_000

/** Changes by hand, as a run hears of them. The row decides each one; the run only has to look at it again. */
export interface Hands {
  /** Call before the row is read: whatever was heard until now is in it. */
  forget(): void
  /** Until then, or until there is something to hear. */
  idleUntil(untilMs: number): Promise<void>
  /** Runs work that a cancel may stop. */
  interruptible<T>(work: () => Promise<T>): Promise<T>
  /** Whether the run itself was cancelled, by the Web UI's button or the CLI. */
  readonly cancelledNatively: boolean
}

/** Registers the handlers of a run. Call before the workflow's first await. */
export function listenForHands(jobId: string, news: News): Hands {
  let heard = false
  let cancelled = false
  let cancelledNatively = false
  let stoppable: CancellationScope | undefined

  async function cancel(): Promise<HandReply> {
    const reply = await decided(() => rows.cancelJob({ jobId }))
    heard = true
    cancelled = reply?.answer === 'cancelled'
    if (cancelled) stoppable?.cancel()
    return reply
  }

  async function reschedule(scheduledFor: string | null): Promise<HandReply> {
    const reply = await decided(() => rows.rescheduleJob({ jobId, scheduledFor }))
    heard = true
    return reply
  }

  async function resolve(resolution: Resolution): Promise<HandReply> {
    const reply = await decided(() => rows.resolveJob({ jobId, resolution }))
    heard = true
    return reply
  }

  /** Nothing to store: the sender has changed the row. */
  function look(): null {
    heard = true
    return null
  }

  setHandler(cancelUpdate, cancel, { description: 'Cancels the job, unless its commit has been sent.' })
  setHandler(rescheduleUpdate, ({ scheduledFor }) => (scheduledFor === undefined ? look() : reschedule(scheduledFor)), {
    description: 'Moves the job to another instant: {"scheduledFor": "2026-12-24T18:00:00+01:00"}.',
    validator: ({ scheduledFor }: RescheduleInput) => refuseBadInstant(scheduledFor),
  })
  setHandler(publishNowUpdate, () => reschedule(null), { description: 'Publishes a scheduled job now.' })
  setHandler(editUpdate, look, { description: 'Makes the run look at a row that was edited.' })
  setHandler(resolveOutcomeUpdate, (input) => ('live' in input ? resolve(input as Resolution) : look()), {
    description:
      'Settles an unconfirmed job: {"live": true, "platformPostId": "7512…"} or {"live": false}, which fails it for a retry.',
    validator: refuseBadResolution,
  })
  setHandler(wakeSignal, () => void look(), { description: 'Makes the run look at its row again.' })

  // The Web UI's Cancel button ends in the same cleanup as the update.
  CancellationScope.current().cancelRequested.catch(() => {
    cancelledNatively = true
    return cancel()
  })

  return {
    forget() {
      heard = false
      news.forget()
    },
    async idleUntil(untilMs) {
      await condition(() => heard || news.isFresh, Math.max(MIN_WAIT_MS, untilMs - Date.now()))
    },
    async interruptible(work) {
      stoppable = new CancellationScope()
      if (cancelled) stoppable.cancel()
      try {
        return await stoppable.run(work)
      } finally {
        stoppable = undefined
      }
    },
    get cancelledNatively() {
      return cancelledNatively
    },
  }
}

/** The row's answer, also in a run that was cancelled natively and is about to end. */
const decided = <T>(ask: () => Promise<T>): Promise<T> => CancellationScope.nonCancellable(ask)

function refuseBadInstant(text: string | undefined): void {
  const wellFormed = text === undefined || (/(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text)))
  if (!wellFormed)
    throw ApplicationFailure.nonRetryable(
      'An instant needs the form 2026-12-24T18:00:00+01:00.',
      'instant-needs-offset',
    )
}

function refuseBadResolution(input: ResolveInput): void {
  const { live, platformPostId } = input as { live?: unknown; platformPostId?: unknown }
  const wellFormed =
    live === undefined ||
    live === false ||
    (live === true && (platformPostId === null || (typeof platformPostId === 'string' && platformPostId !== '')))
  if (!wellFormed)
    throw ApplicationFailure.nonRetryable(
      'A resolution is {"live": true, "platformPostId": "<id as text, or null where the platform tells none>"} or {"live": false}.',
      'resolution-malformed',
    )
}
