import { userInfo } from 'node:os'
import type { WorkflowUrl } from '../../api/views/job-view'
import { parseKeysConfig, parseOpsConfig, parseStoreConfig } from '../../config'
import { createApiKeys, type ApiKeys } from '../../database/api-keys'
import { createArchiveRows } from '../../database/archive/archive-rows'
import { createConnections, type Connections } from '../../database/connections'
import { createCooldowns } from '../../database/limits/cooldowns'
import { createHeldJobs, type HeldJobs } from '../../database/limits/held-jobs'
import { createJobs, type Jobs } from '../../database/jobs'
import { createOperations, type Operations } from '../../database/operations/operations'
import { createPrisma } from '../../database/prisma'
import { createJobHands } from '../../database/publish-jobs/job-hands'
import { createWatchedJobs, type WatchedJobs } from '../../database/publish-jobs/watched-jobs'
import { createQuotaDays, type QuotaDays } from '../../database/quota/quota-days'
import { createQuotaQueue } from '../../database/quota/queue'
import { createRetentionRows } from '../../database/retention/retention-rows'
import { createRoundReports } from '../../database/round-reports'
import { createUsers, type Users } from '../../database/users'
import { createVideos, type Videos } from '../../database/videos'
import { createWebhookEndpoints, type WebhookEndpoints } from '../../database/webhooks/endpoints'
import { createWebhookMessages, type WebhookMessages } from '../../database/webhooks/messages'
import type { ArchiveParts, ArchivePlan, ArchiveRows } from '../../domain/ports/archive'
import type { Clock } from '../../domain/ports/clock'
import type { JobHands, JobRuns } from '../../domain/ports/jobs'
import type { Cooldowns } from '../../domain/ports/limits'
import type { QuotaQueue } from '../../domain/ports/quota'
import type { RetentionRows } from '../../domain/ports/retention'
import type { RoundReports, ScheduleStates } from '../../domain/ports/rounds'
import type { ObjectStore } from '../../domain/ports/storage'
import type { DeliveryRuns } from '../../domain/ports/webhooks'
import type { RetentionSettings } from '../../domain/retention'
import { stuckLimits, type StuckLimits } from '../../domain/stuck-jobs'
import { createTokenCipher } from '../../security/token-cipher'
import { createArchiveParts } from '../../storage/archive-parts'
import type { HealthCheck } from '../../observability/health'
import { createClient } from '../../temporal/connection'
import { createDeliveryRuns } from '../../temporal/delivery-gateway'
import { createGateway } from '../../temporal/gateway'
import { beginRound } from '../../temporal/round-gateway'
import { createScheduleStates } from '../../temporal/schedule-states'
import { UsageError } from '../exit'
import { openObjectStore } from '../object-store'
import { quotaPlanOf } from '../quota-plan'
import { archivePlanOf, retentionSettingsOf } from '../retention-settings'
import { scheduleTableOf } from '../schedule-table'
import { note } from './note'

/** What the operators' commands work with. */
export interface Ops {
  apiKeys: ApiKeys
  users: Pick<Users, 'standing'>
  cooldowns: Cooldowns
  connections: Connections
  heldJobs: HeldJobs
  jobs: Jobs
  videos: Videos
  /** What only operators ask of the rows. */
  operations: Operations
  watched: WatchedJobs
  stuckLimits: StuckLimits
  hands: JobHands
  runs: JobRuns
  queue: QuotaQueue
  workflowUrl: WorkflowUrl
  quotaDays: QuotaDays
  reports: RoundReports
  schedules: ScheduleStates
  archiveRows: ArchiveRows
  /** Opens the bucket, which other commands do without. @throws ConfigError */
  archiveParts(): ArchiveParts
  archivePlan: ArchivePlan
  retention: RetentionRows
  retentionSettings: RetentionSettings
  /** As `archiveParts`. @throws ConfigError */
  openStore(): ObjectStore
  /** Begins a round of a schedule now. @returns false where there is no such schedule */
  beginRound(scheduleId: string): Promise<boolean>
  /** Opens the key ring, which other commands do without. @throws ConfigError */
  webhookEndpoints(): WebhookEndpoints
  webhookMessages: WebhookMessages
  deliveryRuns: DeliveryRuns
  /** Whether each part answers. */
  checks: Record<'database' | 'temporal' | 'storage', HealthCheck>
  clock: Clock
  /** Who is at the keyboard. */
  operator: string
  /** Calls Temporal within a bounded time. */
  inTime<T>(call: () => Promise<T>): Promise<T>
  /** Has the workers look at once for jobs that can go on, where they can be reached. */
  reconcile(): Promise<void>
}

/** How long Temporal may take to answer. */
const REACH_MS = 3_000

export const systemClock: Clock = { nowMs: () => Date.now() }

/** @throws ConfigError */
export async function withOps<T>(env: NodeJS.ProcessEnv, work: (ops: Ops) => Promise<T>): Promise<T> {
  const config = parseOpsConfig(env)
  const prisma = createPrisma(config.DATABASE_URL)
  const temporal = createClient(config)
  const runs = createGateway(temporal)
  const retentionSettings = retentionSettingsOf(config)
  const namespace = config.TEMPORAL_NAMESPACE
  const quotaPlan = quotaPlanOf(config)
  const inTime = <R>(call: () => Promise<R>): Promise<R> => temporal.withDeadline(Date.now() + REACH_MS, call)
  let store: ObjectStore | undefined
  const openStore = () => (store ??= openObjectStore(parseStoreConfig(env)))
  try {
    return await work({
      apiKeys: createApiKeys(prisma),
      users: createUsers(prisma),
      cooldowns: createCooldowns(prisma, systemClock),
      connections: createConnections(prisma),
      heldJobs: createHeldJobs(prisma),
      jobs: createJobs(prisma),
      videos: createVideos(prisma),
      operations: createOperations(prisma),
      watched: createWatchedJobs(prisma),
      stuckLimits: stuckLimits(config.RECONCILE_INTERVAL_MS, {
        uploadTimeoutMs: config.UPLOAD_TIMEOUT_MS,
        commitTimeoutMs: config.COMMIT_TIMEOUT_MS,
        confirmBudgetMs: config.CONFIRM_BUDGET_MS,
        enrichBudgetMs: config.ENRICH_BUDGET_MS,
      }),
      hands: createJobHands(prisma, systemClock),
      runs,
      queue: createQuotaQueue(prisma, systemClock, quotaPlan, config.QUOTA_SPREAD_MS),
      workflowUrl: (jobId) => `${config.TEMPORAL_UI_URL}/namespaces/${namespace}/workflows/${jobId}`,
      quotaDays: createQuotaDays(prisma, systemClock, quotaPlan),
      reports: createRoundReports(prisma),
      schedules: createScheduleStates(temporal, scheduleTableOf(config), systemClock),
      archiveRows: createArchiveRows(prisma, systemClock),
      archiveParts: () => createArchiveParts(openStore()),
      archivePlan: archivePlanOf(config),
      retention: createRetentionRows(prisma, retentionSettings),
      retentionSettings,
      openStore,
      beginRound: (scheduleId) => inTime(() => beginRound(temporal, scheduleId)).catch(unreachable),
      webhookEndpoints: () =>
        createWebhookEndpoints(prisma, createTokenCipher(parseKeysConfig(env).TOKEN_KEYS), systemClock),
      webhookMessages: createWebhookMessages(prisma, systemClock),
      deliveryRuns: createDeliveryRuns(temporal),
      checks: {
        database: () => prisma.$queryRaw`SELECT 1`,
        temporal: () => inTime(() => temporal.workflowService.describeNamespace({ namespace })),
        storage: async () => openStore().ping(),
      },
      clock: systemClock,
      operator: `ops:${osUser()}`,
      inTime,
      async reconcile() {
        try {
          await inTime(() => runs.reconcile())
        } catch {
          // Whatever the matter is: what was changed is in the database, and the reconciler looks there every minute.
          note('The workers could not be told: they find out by themselves within a minute.')
        }
      },
    })
  } finally {
    store?.close()
    await prisma.$disconnect()
    await temporal.connection.close()
  }
}

/** @throws UsageError */
function unreachable(): never {
  throw new UsageError('Temporal is out of reach at TEMPORAL_ADDRESS: run this again when it is back.')
}

/** A container may run under an id that has no name. */
function osUser(): string {
  try {
    return userInfo().username
  } catch {
    return `uid-${process.getuid?.()}`
  }
}
