/** Something that a person should look at. */
export interface Finding {
  /** Stable, kebab-case. */
  code: string
  message: string
  remedy: string
  jobId?: string
}

/** What one round of a schedule has done. */
export interface RoundReport {
  /** The schedule's id. */
  name: string
  startedAtMs: number
  endedAtMs: number
  /** Whole numbers by name, e.g. `{ started: 3, woken: 1 }`. */
  counts: Record<string, number>
  findings: Finding[]
}

/** The last round of each schedule. */
export interface RoundReports {
  /** Takes the place of the round before. */
  save(report: RoundReport): Promise<void>
  all(): Promise<RoundReport[]>
}

/** How Temporal has a schedule. */
export interface ScheduleState {
  paused: boolean
  /** Of the one who paused it, else what it is for. */
  note: string | null
  /** Null: never, as it stands. A paused one tells when it would be. */
  nextRunAtMs: number | null
  lastRunId: string | null
}

export interface KnownSchedule {
  id: string
  about: string
  /** Null: Temporal could not be asked, or does not have it. */
  state: ScheduleState | null
}

/** Every schedule that there should be, as Temporal has it at this moment. Answers in seconds, whatever Temporal does. */
export interface ScheduleStates {
  read(): Promise<KnownSchedule[]>
}
