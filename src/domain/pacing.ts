/** Every timeout, interval and budget of a publish, from the configuration: a fault test waits seconds, not minutes. */
export interface Pacing {
  requestTimeoutMs: number
  /** One commit request, body included. */
  commitTimeoutMs: number
  /** After a commit request ended without an answer: how long until the platform's "not published" is believed. */
  commitSettleMs: number
  /** Prepare and transfer of one video, all attempts together. */
  uploadTimeoutMs: number
  heartbeatTimeoutMs: number
  retryIntervalMs: number
  retryMaxIntervalMs: number
  pollIntervalMs: number
  /** How long an account is left alone after a platform's "too often" that names no instant. */
  rateLimitWaitMs: number
  /** How long a commit is probed before the job counts as unconfirmed. */
  confirmBudgetMs: number
  /** First wait between two rounds of probes of an unconfirmed job; doubled up to 32 times itself. */
  unconfirmedIntervalMs: number
  /** How long a post without public id is asked about. */
  enrichBudgetMs: number
  /** How long a job waits for its user to reconnect. */
  reconnectWaitMs: number
}
