import type { Config } from '../config'
import type { Pacing } from '../domain/pacing'

export const pacingOf = (config: Config): Pacing => ({
  requestTimeoutMs: config.REQUEST_TIMEOUT_MS,
  commitTimeoutMs: config.COMMIT_TIMEOUT_MS,
  commitSettleMs: config.COMMIT_SETTLE_MS,
  uploadTimeoutMs: config.UPLOAD_TIMEOUT_MS,
  heartbeatTimeoutMs: config.HEARTBEAT_TIMEOUT_MS,
  retryIntervalMs: config.RETRY_INTERVAL_MS,
  retryMaxIntervalMs: config.RETRY_MAX_INTERVAL_MS,
  pollIntervalMs: config.POLL_INTERVAL_MS,
  rateLimitWaitMs: config.RATE_LIMIT_WAIT_MS,
  confirmBudgetMs: config.CONFIRM_BUDGET_MS,
  unconfirmedIntervalMs: config.UNCONFIRMED_INTERVAL_MS,
  enrichBudgetMs: config.ENRICH_BUDGET_MS,
  reconnectWaitMs: config.RECONNECT_WAIT_MS,
})
