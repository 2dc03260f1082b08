import { FURTHEST_PLAN_MS } from '../../domain/sync-cadence'
import type { PrismaClient } from '../prisma'

/** So that what comes back after a change of the configuration does not all come at once. */
const SPREAD_SECONDS = 86_400

/**
 * Plans posts anew that no cadence would have planned like that: not brought any more though young enough, since the age
 * at which that ends was raised or a clock was ahead; or due at an instant that no plan reaches.
 * @returns how many
 */
export const replanPosts = (
  prisma: PrismaClient,
  nowMs: number,
  stopAfterMs: number,
): Promise<number> => prisma.$executeRaw`
  UPDATE "PublishedPost" SET
    "nextSyncAt" = ${new Date(nowMs)}::timestamp(3) + (hashtext(id) & 2147483647) % ${SPREAD_SECONDS}::int * interval '1 second'
  WHERE "deletedAt" IS NULL AND "archivedAt" IS NULL
    AND ("nextSyncAt" IS NULL AND "publishedAt" > ${new Date(nowMs - stopAfterMs)}::timestamp(3)
      OR "nextSyncAt" > ${new Date(nowMs + FURTHEST_PLAN_MS)}::timestamp(3))`
