/** How long a lane waits for things. Waits are scaled by configuration: what takes minutes in production takes a second here. */
export interface Pace {
  requestTimeoutMs: number
  commitTimeoutMs: number
  kills: boolean
}

/** For faults alone. */
export const BRISK: Pace = { requestTimeoutMs: 3_000, commitTimeoutMs: 5_000, kills: false }

/** For kills: the calls of a whole batch are to be held together before the first caller gives up, on a busy machine too. */
export const PATIENT: Pace = { requestTimeoutMs: 10_000, commitTimeoutMs: 10_000, kills: true }

/** The delay of an answer that comes too late at any pace. */
export const TOO_LATE_MS = 15_000

export const settingsOf = ({ requestTimeoutMs, commitTimeoutMs }: Pace): NodeJS.ProcessEnv => ({
  REQUEST_TIMEOUT_MS: String(requestTimeoutMs),
  COMMIT_TIMEOUT_MS: String(commitTimeoutMs),
  // A busy machine is no dead worker.
  HEARTBEAT_TIMEOUT_MS: '6000',
  RATE_LIMIT_WAIT_MS: '1000',
  UNCONFIRMED_INTERVAL_MS: '1000',
  YOUTUBE_QUOTA_MODEL: 'upload-bucket',
  YOUTUBE_QUOTA_LIMIT: '1000000',
})
