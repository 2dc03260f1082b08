/**
 * How an open run fares.
 * - `absent`: there is none.
 * - `failing`: its workflow task fails again and again, as after a release that does not understand its history.
 * - `unserved`: no worker takes up its workflow task.
 * - `well`: neither; it waits, or a step of it runs.
 */
export type RunHealth = 'absent' | 'failing' | 'unserved' | 'well'

/** The publish runs that Temporal has open. A search lags behind: what it finds is asked by its id before it counts. */
export interface OpenRuns {
  /** The job ids of the next few hundred that began before, from where the last call ended; after the last, from the first. */
  next(beforeMs: number): Promise<string[]>
  /** The job ids of up to `most` whose workflow task fails again and again. */
  failing(most: number): Promise<string[]>
  health(jobId: string): Promise<RunHealth>
}
