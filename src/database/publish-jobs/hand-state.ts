import { EDITABLE_PHASES, type JobPhase } from '../../domain/job'
import type { HandResult } from '../../domain/ports/jobs'
import type { PublishJob } from '../../generated/prisma/client'

/** What decides about a change by hand, and is told about it. */
export const STATE = { phase: true, revision: true, scheduledFor: true, cancelRequestedAt: true } as const

export type State = Pick<PublishJob, keyof typeof STATE>

export const shown = (state: State): Omit<HandResult, 'answer'> => ({
  phase: state.phase as JobPhase,
  revision: state.revision,
})

export const isEditable = (state: State): boolean =>
  EDITABLE_PHASES.includes(state.phase as JobPhase) && state.cancelRequestedAt === null

/** `unconfirmed` only once probing has begun to wait: a commit that is on its way right now is simply too late to stop. */
export const refusal = (state: State): 'unconfirmed' | 'too-late' =>
  state.phase === 'unconfirmed' ? 'unconfirmed' : 'too-late'
