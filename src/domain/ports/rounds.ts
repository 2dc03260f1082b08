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
