import { COMMITTED_PHASES, EDITABLE_PHASES, UNFINISHED_PHASES, type JobPhase } from './job'
import type { HandChange, HandDone, HandRefusal } from './ports/jobs'

/** The phases in which a change by hand does something; in all others it is refused and changes nothing. */
export const CHANGEABLE_IN: Record<HandChange, readonly JobPhase[]> = {
  publishNow: EDITABLE_PHASES,
  reschedule: EDITABLE_PHASES,
  edit: EDITABLE_PHASES,
  cancel: UNFINISHED_PHASES.filter((phase) => !COMMITTED_PHASES.includes(phase)),
  resolveOutcome: ['unconfirmed'],
}

const CHANGES = Object.keys(CHANGEABLE_IN) as HandChange[]

const DONE = new Set<string>(['cancelled', 'rescheduled', 'edited', 'retried', 'resolved'] satisfies HandDone[])

/** Whether a change was made; any other answer says why it was not. */
export const isDone = (answer: string): answer is HandDone => DONE.has(answer)

export const isPossible = (change: HandChange, phase: JobPhase): boolean => CHANGEABLE_IN[change].includes(phase)

/** What may be done to a job by hand. */
export const changesIn = (phase: JobPhase): HandChange[] => CHANGES.filter((change) => isPossible(change, phase))

/**
 * How a cancel, move or edit is refused. `unconfirmed` only once probing has begun to wait: a commit that is on its way
 * right now is simply too late to stop.
 */
export const refusalIn = (phase: JobPhase): Extract<HandRefusal, 'unconfirmed' | 'too-late'> =>
  phase === 'unconfirmed' ? 'unconfirmed' : 'too-late'
