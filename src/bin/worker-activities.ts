import type { Client } from '@temporalio/client'
import { createActivities } from '../activities'
import type { Config } from '../config'
import { createArchiveRows } from '../database/archive/archive-rows'
import { createAttemptLog } from '../database/attempt-log'
import { createCheckpoints } from '../database/checkpoints'
import { createErasures } from '../database/erasures'
import { createExpiredAttempts } from '../database/expired-attempts'
import { createInspections } from '../database/inspections'
import { createCallGate } from '../database/limits/call-gate'
import { createSyncRows } from '../database/metrics/sync-rows'
import type { PrismaClient } from '../database/prisma'
import { createCommitLane } from '../database/publish-jobs/commit-lane'
import { createJobHands } from '../database/publish-jobs/job-hands'
import { createKnownPosts } from '../database/publish-jobs/known-posts'
import { createOverdueJobs } from '../database/publish-jobs/overdue'
import { createRunRows } from '../database/publish-jobs/run-rows'
import { createWaitingJobs } from '../database/publish-jobs/waiting-jobs'
import { createWatchedJobs } from '../database/publish-jobs/watched-jobs'
import { createRetentionRows } from '../database/retention/retention-rows'
import { createQuotaQueue } from '../database/quota/queue'
import { createQuotaGrants } from '../database/quota/grants'
import { createQuotaMeter } from '../database/quota/quota-meter'
import { createUploadQuota } from '../database/quota/upload-quota'
import { createRoundReports } from '../database/round-reports'
import { createTokenStore } from '../database/tokens'
import { createDeliveries } from '../database/webhooks/deliveries'
import { createWebhookWatch } from '../database/webhooks/watch'
import { createVideoUploads } from '../database/video-uploads'
import type { CallWatch } from '../domain/ports/call-watch'
import type { Clock } from '../domain/ports/clock'
import type { ObjectStore } from '../domain/ports/storage'
import type { WebhookFanOut } from '../domain/ports/webhooks'
import { stuckLimits } from '../domain/stuck-jobs'
import { createInspector } from '../media/inspect-object'
import { countingDeliveries } from '../observability/counted'
import type { Recorders } from '../observability/recorders'
import { tracedSender } from '../observability/webhook-spans'
import { createMetricsReaders, createPublishers, type PlatformsOptions } from '../platforms/registry'
import { createTokenCipher } from '../security/token-cipher'
import { createWebhookSender } from '../security/webhooks/sender'
import { createArchiveParts } from '../storage/archive-parts'
import { createDeliveryRuns } from '../temporal/delivery-gateway'
import { createErasureRuns } from '../temporal/erasure-gateway'
import { createGateway } from '../temporal/gateway'
import { createInspectionRuns } from '../temporal/inspection-gateway'
import { createOpenRuns } from '../temporal/open-runs'
import { createTokenOwner } from '../temporal/owner-gateway'
import { loginsOf } from './logins'
import { pacingOf } from './pacing'
import { quotaPlanOf } from './quota-plan'
import { archivePlanOf, retentionSettingsOf } from './retention-settings'

const DAY_MS = 86_400_000

export interface WorkerParts {
  config: Config
  prisma: PrismaClient
  client: Client
  store: ObjectStore
  clock: Clock
  fanOut: WebhookFanOut
  recorders: Pick<Recorders, 'webhookAttempted'>
  /** Is told of every call to a platform. */
  watch: CallWatch
}

/** The activities with their real parts. */
export function assembleActivities(parts: WorkerParts) {
  const { config, prisma, client, store, clock, fanOut, recorders, watch } = parts
  const cipher = createTokenCipher(config.TOKEN_KEYS)
  const gateway = createGateway(client)
  const plan = quotaPlanOf(config)
  const retentionSettings = retentionSettingsOf(config)
  const queue = createQuotaQueue(prisma, clock, plan, config.QUOTA_SPREAD_MS)
  const meter = createQuotaMeter(prisma, clock, plan)
  const gate = createCallGate(prisma, clock, { rateLimitWaitMs: config.RATE_LIMIT_WAIT_MS })
  const platforms = platformsOf(config, { clock, gate, meter, watch })
  return createActivities({
    rows: createRunRows(prisma, clock, queue),
    lane: createCommitLane(prisma, clock, config.COMMIT_SETTLE_MS),
    knownPosts: createKnownPosts(prisma),
    hands: createJobHands(prisma, clock),
    checkpoints: createCheckpoints(prisma, cipher, clock),
    attempts: createAttemptLog(prisma, clock),
    quota: createUploadQuota(prisma, clock, plan),
    queue,
    grants: createQuotaGrants(prisma, clock, plan, config.QUOTA_SPREAD_MS),
    gate,
    tokens: createTokenStore(prisma, cipher),
    owner: createTokenOwner(client, clock),
    publishers: createPublishers(platforms),
    readers: createMetricsReaders(platforms),
    sync: createSyncRows(prisma, clock),
    cadence: { stopAfterMs: config.METRICS_STOP_AFTER_DAYS * DAY_MS },
    metricsIntervalMs: config.METRICS_INTERVAL_MS,
    logins: loginsOf(config, clock, meter, watch),
    consents: createExpiredAttempts(prisma),
    waiting: createWaitingJobs(prisma),
    overdue: createOverdueJobs(prisma, config.RECONCILE_INTERVAL_MS),
    videoUploads: createVideoUploads(prisma),
    watched: createWatchedJobs(prisma),
    openRuns: createOpenRuns(client, clock),
    stuckLimits: stuckLimits(config.RECONCILE_INTERVAL_MS, pacingOf(config)),
    runs: gateway,
    erasures: createErasures(prisma, clock),
    erasureRuns: createErasureRuns(client),
    inspections: createInspections(prisma, clock),
    inspectionRuns: createInspectionRuns(client),
    inspect: createInspector(),
    deliveries: countingDeliveries(createDeliveries(prisma, cipher, clock), recorders),
    webhookSender: tracedSender(createWebhookSender({ clock, allowLoopback: config.WEBHOOKS_ALLOW_LOOPBACK })),
    webhookWatch: createWebhookWatch(prisma),
    fanOut,
    deliveryRuns: createDeliveryRuns(client),
    archiveRows: createArchiveRows(prisma, clock),
    archiveParts: createArchiveParts(store),
    archivePlan: archivePlanOf(config),
    retention: createRetentionRows(prisma, retentionSettings),
    retentionSettings,
    reports: createRoundReports(prisma),
    store,
    clock,
    pacing: pacingOf(config),
    tokenMarginMs: config.TOKEN_MARGIN_MS,
  })
}

const platformsOf = (
  config: Config,
  parts: Pick<PlatformsOptions, 'clock' | 'gate' | 'watch' | 'meter'>,
): PlatformsOptions => ({
  ...parts,
  requestTimeoutMs: config.REQUEST_TIMEOUT_MS,
  sendTimeoutMs: config.COMMIT_TIMEOUT_MS,
  tiktok: {
    apiUrl: config.TIKTOK_API_URL,
    source: config.TIKTOK_SOURCE,
    perMinute: {
      inits: config.TIKTOK_INITS_PER_MINUTE,
      statuses: config.TIKTOK_STATUS_PER_MINUTE,
      creatorInfos: config.TIKTOK_CREATOR_INFO_PER_MINUTE,
    },
  },
  instagram: {
    apiUrl: config.INSTAGRAM_API_URL,
    facebookUrl: config.FACEBOOK_GRAPH_URL,
    uploadUrl: config.FACEBOOK_UPLOAD_URL,
    apiVersion: config.INSTAGRAM_API_VERSION,
  },
  youtube: { apiUrl: config.YOUTUBE_API_URL, analyticsUrl: config.YOUTUBE_ANALYTICS_URL },
})
