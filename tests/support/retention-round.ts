import { randomBytes, randomUUID } from 'node:crypto'
import { parseConfig } from '../../src/config'
import { createRoundReports } from '../../src/database/round-reports'
import type { RoundReport } from '../../src/domain/ports/rounds'
import { RETENTION_SCHEDULE_ID } from '../../src/domain/schedule-ids'
import type { ObjectStore } from '../../src/domain/ports/storage'
import type { Prisma } from '../../src/generated/prisma/client'
import type { ArchiveWorld } from './archive'
import { startWorkers, type RunningWorkers } from './workers'

/** Long ago by every clock. */
export const LONG_AGO = new Date('2020-03-04T05:06:07.008Z')

/** Nothing is published or connected here. */
const NO_PLATFORM = {
  TIKTOK_CLIENT_KEY: 'none',
  TIKTOK_CLIENT_SECRET: 'none',
  INSTAGRAM_APP_ID: 'none',
  INSTAGRAM_APP_SECRET: 'none',
  GOOGLE_CLIENT_ID: 'none',
  GOOGLE_CLIENT_SECRET: 'none',
}

/** Workers whose retention has a world's rows and bucket, or another bucket in the place of it. */
export function startRetention(
  { env, prisma, clock, ...world }: ArchiveWorld,
  store: ObjectStore = world.store,
): Promise<RunningWorkers> {
  const keys = { TOKEN_KEYS: `test:${randomBytes(32).toString('base64')}` }
  const config = parseConfig({ ...process.env, ...NO_PLATFORM, ...keys, ...env, LOG_LEVEL: 'error' })
  return startWorkers({ config, prisma, store }, { clock })
}

/** What the last round has told of itself. */
export async function lastRound({ prisma }: ArchiveWorld): Promise<RoundReport> {
  const found = (await createRoundReports(prisma).all()).find(({ name }) => name === RETENTION_SCHEDULE_ID)
  if (!found) throw new Error('no round has told what it did')
  return found
}

/** One statement each: what takes several is a transaction, which ends with its connection where the machine is busy. */
const BATCH = 1_000

/** Jobs that ended with a failure long ago, whatever `change` says otherwise. @returns their job ids */
export async function addJobs(
  { prisma }: ArchiveWorld,
  userId: string,
  count: number,
  change: Partial<Prisma.PublishJobCreateManyInput> = {},
): Promise<string[]> {
  const jobs = Array.from({ length: count }, () => ({
    ...{ jobId: `publish-${randomUUID()}`, userId, videoId: 'any', platform: 'TIKTOK' as const, caption: '' },
    ...{ hashtags: [], status: 'FAILED' as const, phase: 'failed', failedAt: LONG_AGO, ...change },
  }))
  for (let from = 0; from < count; from += BATCH)
    await prisma.publishJob.createMany({ data: jobs.slice(from, from + BATCH) })
  return jobs.map(({ jobId }) => jobId)
}
