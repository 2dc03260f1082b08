/** A schedule's id is the name of its rounds' reports, too. */
export const RECONCILE_SCHEDULE_ID = 'reconcile-publish-jobs'

export const GRANT_SCHEDULE_ID = 'grant-quota-day'

export const RENEW_SCHEDULE_ID = 'renew-connections'

export const SYNC_SCHEDULE_ID = 'sync-metrics'

export const RETENTION_SCHEDULE_ID = 'apply-retention'
