import { isPossible, refusalIn } from '../../domain/changes-by-hand'
import type { JobPhase } from '../../domain/job'
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
  isPossible('reschedule', state.phase as JobPhase) && state.cancelRequestedAt === null

export const refusal = (state: State) => refusalIn(state.phase as JobPhase)
