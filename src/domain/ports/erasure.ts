import type { Reach } from '../reach'

/**
 * - `busy`: of these jobs a commit was sent, and nobody knows yet what became of it. Nothing was changed.
 * - `erasing`: the user's accounts are ended and jobs cancelled; what is theirs goes. Asked twice, it is the same erasure.
 */
export type ErasureRequest = { outcome: 'not-found' } | { outcome: 'busy'; jobIds: string[] } | { outcome: 'erasing' }

export interface StoppedJobs {
  /** A step of theirs may still be at work; it ends by the cancel that their rows ask for. */
  atWork: string[]
  /** Ended by their rows alone, which their runs may not know. */
  ended: string[]
}

/** The rows of users who are erased with all that is theirs. */
export interface Erasures {
  /** A user out of reach is not found. */
  request(userId: string, reach: Reach): Promise<ErasureRequest>
  /** The jobs that the request has cancelled. */
  jobs(userId: string): Promise<StoppedJobs>
  /** Connections whose tokens are still here. */
  heldGrants(userId: string): Promise<string[]>
  /** Keys of the user's videos that do not lie below one of `prefixes`. */
  strayKeys(userId: string, prefixes: string[]): Promise<string[]>
  /** Deletes the user and every row that is theirs or names something that is. Only one that is being erased; twice is harmless. */
  finish(userId: string): Promise<void>
  /** Users whose erasure was requested before `beforeMs` and is not finished. */
  unfinished(beforeMs: number): Promise<string[]>
}

/** The running side of erasures. */
export interface ErasureRuns {
  /** Starts the user's erasure; one that runs already is left alone. */
  start(userId: string): Promise<void>
}
