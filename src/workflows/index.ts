// The types that a worker of the `publish` queue can run.
export { connectionOwner } from './connection-owner'
export { eraseUser } from './erase-user'
export { grantQuotaDay } from './grant-quota-day'
export { publishVideo } from './publish-video'
export { reconcilePublishJobs } from './reconcile-publish-jobs'
export { renewConnections } from './renew-connections'
export { syncMetrics } from './sync-metrics'
export { syncPlatform } from './sync-platform'
