import { userInfo } from 'node:os'
import { parseOpsConfig, parseStoreConfig } from '../../config'
import { createApiKeys, type ApiKeys } from '../../database/api-keys'
import { createArchiveRows } from '../../database/archive/archive-rows'
import { createConnections, type Connections } from '../../database/connections'
import { createCooldowns } from '../../database/limits/cooldowns'
import { createHeldJobs, type HeldJobs } from '../../database/limits/held-jobs'
import { createPrisma } from '../../database/prisma'
import { createQuotaDays, type QuotaDays } from '../../database/quota/quota-days'
import { createRetentionRows } from '../../database/retention/retention-rows'
import { createRoundReports } from '../../database/round-reports'
import { createUsers, type Users } from '../../database/users'
import type { ArchiveParts, ArchivePlan, ArchiveRows } from '../../domain/ports/archive'
import type { Clock } from '../../domain/ports/clock'
import type { Cooldowns } from '../../domain/ports/limits'
import type { RetentionRows } from '../../domain/ports/retention'
import type { RoundReports, ScheduleStates } from '../../domain/ports/rounds'
import type { ObjectStore } from '../../domain/ports/storage'
import type { RetentionSettings } from '../../domain/retention'
import { createArchiveParts } from '../../storage/archive-parts'
import { createClient } from '../../temporal/connection'
import { createGateway } from '../../temporal/gateway'
import { beginRound } from '../../temporal/round-gateway'
import { createScheduleStates } from '../../temporal/schedule-states'
import { UsageError } from '../exit'
import { openObjectStore } from '../object-store'
import { quotaPlanOf } from '../quota-plan'
import { archivePlanOf, retentionSettingsOf } from '../retention-settings'
import { scheduleTableOf } from '../schedule-table'

/** What the operators' commands work with. */
export interface Ops {
  apiKeys: ApiKeys
  users: Pick<Users, 'standing'>
  cooldowns: Cooldowns
  connections: Connections
  heldJobs: HeldJobs
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
  clock: Clock
  /** Who is at the keyboard. */
  operator: string
  /** Has the workers look at once for jobs that can go on, where they can be reached. */
  reconcile(): Promise<void>
  say(line: string): void
}

/** A command that has understood its arguments. */
export type Action = (ops: Ops) => Promise<void>

/** How long Temporal may take to answer. */
const REACH_MS = 3_000

export const systemClock: Clock = { nowMs: () => Date.now() }

const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** @throws ConfigError */
export async function withOps(env: NodeJS.ProcessEnv, action: Action): Promise<void> {
  const config = parseOpsConfig(env)
  const prisma = createPrisma(config.DATABASE_URL)
  const temporal = createClient(config)
  const runs = createGateway(temporal)
  const retentionSettings = retentionSettingsOf(config)
  let store: ObjectStore | undefined
  const openStore = () => (store ??= openObjectStore(parseStoreConfig(env)))
  try {
    await action({
      apiKeys: createApiKeys(prisma),
      users: createUsers(prisma),
      cooldowns: createCooldowns(prisma, systemClock),
      connections: createConnections(prisma),
      heldJobs: createHeldJobs(prisma),
      quotaDays: createQuotaDays(prisma, systemClock, quotaPlanOf(config)),
      reports: createRoundReports(prisma),
      schedules: createScheduleStates(temporal, scheduleTableOf(config), systemClock),
      archiveRows: createArchiveRows(prisma, systemClock),
      archiveParts: () => createArchiveParts(openStore()),
      archivePlan: archivePlanOf(config),
      retention: createRetentionRows(prisma, retentionSettings),
      retentionSettings,
      openStore,
      beginRound: (scheduleId) =>
        temporal.withDeadline(Date.now() + REACH_MS, () => beginRound(temporal, scheduleId)).catch(unreachable),
      clock: systemClock,
      operator: `ops:${osUser()}`,
      async reconcile() {
        try {
          await temporal.withDeadline(Date.now() + REACH_MS, () => runs.reconcile())
        } catch {
          // Whatever the matter is: what was changed is in the database, and the reconciler looks there every minute.
          say('The workers could not be told: they find out by themselves within a minute.')
        }
      },
      say,
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
