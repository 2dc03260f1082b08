import type { PrismaClient } from './prisma'

/** The newest migration that this release needs. Later ones only add, so that it serves on a schema that is ahead of it. */
export const NEEDED_MIGRATION = '20261123160000_connections_by_status'

/** Whether the schema is as new as this release, or newer. */
export async function isMigrated(prisma: PrismaClient): Promise<boolean> {
  const [table] = await prisma.$queryRaw<{ exists: boolean }[]>`
    SELECT to_regclass('"_prisma_migrations"') IS NOT NULL AS "exists"`
  if (!table?.exists) return false
  const applied = await prisma.$queryRaw<unknown[]>`
    SELECT 1 FROM "_prisma_migrations"
    WHERE "migration_name" = ${NEEDED_MIGRATION} AND "finished_at" IS NOT NULL AND "rolled_back_at" IS NULL`
  return applied.length > 0
}
