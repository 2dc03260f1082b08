import { CancellationScope, condition, setHandler } from '@temporalio/workflow'
import {
  cancelUpdate,
  editUpdate,
  publishNowUpdate,
  rescheduleUpdate,
  resolveOutcomeUpdate,
  wakeSignal,
  type HandReply,
} from './messages'
import type { HandChange, Resolution } from '../domain/ports/jobs'
import type { News } from './news'
import { rows } from './proxies'
import { takesInstant, takesNothing, takesResolution } from './update-input'

const MIN_WAIT_MS = 1_000

const ABOUT: Record<HandChange, string> = {
  cancel:
    'Ends the job before anything is published. No input. Answers `cancelled`; `too-late` or `unconfirmed` once the request ' +
    'that publishes may have been sent: then it changes nothing.',
  reschedule:
    'Moves a job whose upload has not begun to another instant; one that has come means now. Input: ' +
    '{"scheduledFor": "2026-12-24T18:00:00+01:00"}. Answers `rescheduled` or `too-late`.',
  publishNow: 'Begins a scheduled job now. No input. Answers `rescheduled`; `too-late` once the upload has begun.',
  edit:
    'For the API, after it has changed texts or options in the row: makes the run look at them. No input, answers null: ' +
    'texts never pass through Temporal. To change them use PATCH /v1/publish-jobs/{jobId}, before the upload begins.',
  resolveOutcome:
    'Settles an unconfirmed job by your word, after you have looked at the account. Input: {"live": true, "platformPostId": ' +
    '"7512…"} (null where the platform tells none) records the post; {"live": false} fails the job, for a retry. Answers ' +
    '`resolved`, or why not: `not-unconfirmed`, `commit-in-flight` (ask again later), `post-id-taken`.',
}

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

  setHandler(cancelUpdate, cancel, { description: ABOUT.cancel, validator: takesNothing })
  setHandler(rescheduleUpdate, ({ scheduledFor }) => (scheduledFor === undefined ? look() : reschedule(scheduledFor)), {
    description: ABOUT.reschedule,
    validator: takesInstant,
  })
  setHandler(publishNowUpdate, () => reschedule(null), { description: ABOUT.publishNow, validator: takesNothing })
  setHandler(editUpdate, look, { description: ABOUT.edit, validator: takesNothing })
  setHandler(resolveOutcomeUpdate, (input) => ('live' in input ? resolve(input as Resolution) : look()), {
    description: ABOUT.resolveOutcome,
    validator: takesResolution,
  })
  setHandler(wakeSignal, () => void look(), {
    description: 'Makes the run look at its row again. It ends no wait whose reason still holds, and does no harm.',
  })

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
      const waitMs = Math.max(MIN_WAIT_MS, untilMs - Date.now())
      await condition(() => heard || news.isFresh, waitMs, { summary: 'looks at the row again; earlier where told to' })
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
