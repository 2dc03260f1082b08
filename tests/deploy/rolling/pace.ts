/** What tests make quick is as in production here. */
export const PRODUCTION_PACE = {
  REQUEST_TIMEOUT_MS: undefined,
  COMMIT_TIMEOUT_MS: undefined,
  COMMIT_SETTLE_MS: undefined,
  HEARTBEAT_TIMEOUT_MS: undefined,
  RETRY_INTERVAL_MS: undefined,
  RETRY_MAX_INTERVAL_MS: undefined,
  POLL_INTERVAL_MS: undefined,
  CONFIRM_BUDGET_MS: undefined,
  UNCONFIRMED_INTERVAL_MS: undefined,
}
