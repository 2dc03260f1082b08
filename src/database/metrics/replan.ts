import { FURTHEST_PLAN_MS } from '../../domain/sync-cadence'
import { Prisma } from '../../generated/prisma/client'
import type { PrismaClient } from '../prisma'

/** So that what comes back after a change of the configuration does not all come at once. */
const SPREAD_SECONDS = 86_400

const IS_KEPT = Prisma.sql`("deletedAt" IS NULL AND "archivedAt" IS NULL)`

/**
 * Plans posts anew that no cadence would have planned like that: not brought any more though young enough, since the age
 * at which that ends was raised or a clock was ahead; due at an instant that no plan reaches; or due though deleted or
 * archived, which takes their plan away.
 * @returns how many
 */
export const replanPosts = (
  prisma: PrismaClient,
  nowMs: number,
  stopAfterMs: number,
): Promise<number> => prisma.$executeRaw`
  UPDATE "PublishedPost" SET "nextSyncAt" = CASE WHEN ${IS_KEPT} THEN
    ${new Date(nowMs)}::timestamp(3) + (hashtext(id) & 2147483647) % ${SPREAD_SECONDS}::int * interval '1 second'
  END
  WHERE ${IS_KEPT} AND "nextSyncAt" IS NULL AND "publishedAt" > ${new Date(nowMs - stopAfterMs)}::timestamp(3)
    OR ${IS_KEPT} AND "nextSyncAt" > ${new Date(nowMs + FURTHEST_PLAN_MS)}::timestamp(3)
    OR NOT ${IS_KEPT} AND "nextSyncAt" IS NOT NULL`
