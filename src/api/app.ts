import express from 'express'
import type { Express } from 'express'
import { createApiKeys } from '../database/api-keys'
import { createBullMqJobs } from '../database/bullmq-jobs'
import { createConnectionAttempts } from '../database/connection-attempts'
import { createConnections } from '../database/connections'
import { createConsents } from '../database/consents'
import { createDeleteVideo } from '../database/delete-video'
import { createDisconnect } from '../database/disconnect'
import { createErasures } from '../database/erasures'
import { createJobEvents } from '../database/job-events'
import { createJobs } from '../database/jobs'
import { createCooldowns } from '../database/limits/cooldowns'
import { createForceSync } from '../database/metrics/force-sync'
import type { PlatformEvents } from '../database/platform-events'
import { createPosts } from '../database/posts'
import type { PrismaClient } from '../database/prisma'
import { createPostSeries } from '../database/statistics/post-series'
import { createAppRefusals } from '../database/publish-jobs/app-refusals'
import { createDuplicates } from '../database/publish-jobs/duplicate'
import { createTotals } from '../database/statistics/totals'
import { createRoundReports } from '../database/round-reports'
import { createUsers } from '../database/users'
import { createVideoUploads } from '../database/video-uploads'
import { createVideos } from '../database/videos'
import { createWebhookEndpoints } from '../database/webhooks/endpoints'
import { createWebhookMessages } from '../database/webhooks/messages'
import { createQuotaQueue } from '../database/quota/queue'
import { createQuotaDays } from '../database/quota/quota-days'
import type { Platform } from '../domain/platform'
import type { Clock } from '../domain/ports/clock'
import type { TargetChecks } from '../domain/ports/check'
import type { DirectUploads } from '../domain/ports/direct-uploads'
import type { ErasureRuns } from '../domain/ports/erasure'
import type { InspectionRuns } from '../domain/ports/inspection'
import type { EventReaders } from '../domain/ports/events'
import type { JobHands, JobRuns } from '../domain/ports/jobs'
import type { Logins } from '../domain/ports/login'
import type { PlatformRules } from '../domain/ports/platform'
import type { ScheduleStates } from '../domain/ports/rounds'
import type { ObjectStore } from '../domain/ports/storage'
import type { SyncRuns } from '../domain/ports/sync'
import type { TaskQueues } from '../domain/ports/task-queues'
import type { TokenCipher } from '../domain/ports/token-cipher'
import type { TokenOwner } from '../domain/ports/tokens'
import type { DeliveryRuns } from '../domain/ports/webhooks'
import type { QuotaPlan } from '../domain/quota'
import type { HealthCheck } from '../observability/health'
import type { HttpRecorder } from '../observability/http-metrics'
import type { Logger } from '../observability/logger'
import type { SignedLinks } from '../security/signed-links'
import type { TargetRules } from '../security/webhooks/target'
import { createAuthenticate } from './authenticate'
import { createKeyUse } from './callers/key-use'
import { createRateLimit } from './callers/rate-limit'
import type { ConnectSettings } from './connect/deps'
import { serveDocs } from './docs'
import type { Following } from './follow/following'
import { toOpenApi } from './openapi'
import { refuse, refuseUnknownRoute } from './refuse'
import { requestLog } from './request-log'
import { createRoutes } from './routes'
import { serveRoute } from './serve-route'
import type { WorkflowUrl } from './views/job-view'

export interface AppDeps {
  prisma: PrismaClient
  hands: JobHands
  runs: JobRuns
  erasureRuns: ErasureRuns
  targetChecks: TargetChecks
  inspectionRuns: InspectionRuns
  syncRuns: SyncRuns
  schedules: ScheduleStates
  events: PlatformEvents
  eventReaders: EventReaders
  objects: DirectUploads & Pick<ObjectStore, 'head' | 'abandon'>
  rules: Record<Platform, PlatformRules>
  logins: Logins
  owner: TokenOwner
  cipher: TokenCipher
  /** To the pages of posts. */
  pageLinks: SignedLinks
  connect: ConnectSettings
  deliveryRuns: DeliveryRuns
  /** Where webhooks may go. */
  webhookTargets: TargetRules
  following: Following
  clock: Clock
  logger: Logger
  /** Is told of every request. */
  requests: HttpRecorder
  /** What `/readyz` asks, by name. */
  checks: Record<string, HealthCheck>
  /** Whether the process was told to end. */
  isStopping(): boolean
  queues: TaskQueues
  quotaPlan: QuotaPlan
  /** So many requests a minute may each key send to this process. */
  requestsPerMinute: number
  /** So long are the starts of a day's waiting uploads spread. */
  quotaSpreadMs: number
  workflowUrl: WorkflowUrl
  /** How long a direct upload of a video may take. */
  uploadTimeoutMs: number
  objectUrl(key: string): string
}

/** Builds the API; the caller listens. */
export function createApp(deps: AppDeps): Express {
  const { prisma, cipher, clock, logger } = deps
  const routes = createRoutes({
    ...deps,
    users: createUsers(prisma),
    videos: createVideos(prisma),
    videoUploads: createVideoUploads(prisma),
    deleteVideo: createDeleteVideo(prisma, clock),
    connections: createConnections(prisma),
    attempts: createConnectionAttempts(prisma, cipher),
    consents: createConsents(prisma, cipher),
    disconnect: createDisconnect(prisma, clock),
    erasures: createErasures(prisma, clock),
    posts: createPosts(prisma),
    webhookEndpoints: createWebhookEndpoints(prisma, cipher, clock),
    webhookMessages: createWebhookMessages(prisma, clock),
    postSeries: createPostSeries(prisma),
    totals: createTotals(prisma),
    jobs: createJobs(prisma),
    jobEvents: createJobEvents(prisma),
    duplicates: createDuplicates(prisma),
    appRefusals: createAppRefusals(prisma, clock),
    bullMqJobs: createBullMqJobs(prisma),
    quotaDays: createQuotaDays(prisma, clock, deps.quotaPlan),
    queue: createQuotaQueue(prisma, clock, deps.quotaPlan, deps.quotaSpreadMs),
    cooldowns: createCooldowns(prisma, clock),
    reports: createRoundReports(prisma),
    forceSync: createForceSync(prisma, clock),
  })
  const apiKeys = createApiKeys(prisma)
  const callerGuards = [
    createAuthenticate(apiKeys, clock),
    createKeyUse(apiKeys, clock),
    createRateLimit(deps.requestsPerMinute),
  ]

  const app = express()
  app.disable('x-powered-by')
  app.set('etag', false)
  app.set('query parser', 'simple')
  app.use(requestLog(logger, clock, deps.requests))
  serveDocs(app, toOpenApi(routes, deps.rules))
  for (const route of routes) serveRoute(app, route, callerGuards)
  app.use(refuseUnknownRoute)
  app.use(refuse)
  return app
}
