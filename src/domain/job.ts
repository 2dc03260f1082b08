/** The schema note's five values, each one BullMQ state. */
export type JobStatus = 'PENDING' | 'ACTIVE' | 'COMPLETED' | 'FAILED' | 'DELAYED'

export const PHASE_STATUS = {
  accepted: 'PENDING',
  scheduled: 'DELAYED',
  'waiting-for-quota': 'DELAYED',
  'waiting-for-reconnect': 'DELAYED',
  'cooling-down': 'DELAYED',
  unconfirmed: 'DELAYED',
  preparing: 'ACTIVE',
  uploading: 'ACTIVE',
  committing: 'ACTIVE',
  processing: 'ACTIVE',
  published: 'COMPLETED',
  'handed-over': 'COMPLETED',
  failed: 'FAILED',
  cancelled: 'FAILED',
} as const satisfies Record<string, JobStatus>

/** The finer truth under a job's status. */
export type JobPhase = keyof typeof PHASE_STATUS

export const PHASES = Object.keys(PHASE_STATUS) as JobPhase[]

const phasesWhere = (holds: (status: JobStatus) => boolean): JobPhase[] => PHASES.filter((p) => holds(PHASE_STATUS[p]))

export const TERMINAL_PHASES = phasesWhere((status) => status === 'COMPLETED' || status === 'FAILED')

export const UNFINISHED_PHASES = PHASES.filter((phase) => !TERMINAL_PHASES.includes(phase))

/** Nothing has been told to the platform yet, so the job may still be edited, rescheduled or dropped by its row alone. */
export const EDITABLE_PHASES: JobPhase[] = ['accepted', 'scheduled']

/** A commit is claimed and has no verdict shown: the job may be published already, and nobody can stop it any more. */
export const COMMITTED_PHASES: JobPhase[] = ['committing', 'processing', 'unconfirmed']

/** A wait that the job leaves by itself at `waitUntil`, or earlier when its reason is gone. */
export const WAITING_PHASES = ['waiting-for-quota', 'waiting-for-reconnect', 'cooling-down'] as const

export type WaitingPhase = (typeof WAITING_PHASES)[number]

export const isTerminal = (phase: JobPhase): boolean => TERMINAL_PHASES.includes(phase)

/** The phases that a step enters by itself, and the ones it may come from: an unconfirmed job stays so while it is probed. */
export const ENTERED_FROM = {
  uploading: ['preparing', 'uploading'],
  processing: ['committing', 'processing'],
} as const satisfies Partial<Record<JobPhase, readonly JobPhase[]>>

export type EnteredPhase = keyof typeof ENTERED_FROM
