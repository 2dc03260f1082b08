import type { PrismaClient } from '../prisma'

/**
 * Forgets what is known of the limits of a user's accounts, also of those that jobs were for before another was connected.
 * An account that somebody else has connected by now stays limited.
 */
export const eraseLimits = (prisma: Pick<PrismaClient, '$executeRaw'>, userId: string) => prisma.$executeRaw`
  WITH named AS (
    SELECT platform, "platformUserId" FROM "PlatformConnection" WHERE "userId" = ${userId}
    UNION SELECT platform, "platformUserId" FROM "PublishJob" WHERE "userId" = ${userId}
  ), account AS (
    SELECT n.* FROM named n WHERE NOT EXISTS (
      SELECT FROM "PlatformConnection" c
      WHERE c.platform = n.platform AND c."platformUserId" = n."platformUserId" AND c."userId" <> ${userId}
    )
  ), windows AS (
    DELETE FROM "CallWindow" w USING account a WHERE w.platform = a.platform AND w."platformUserId" = a."platformUserId"
  )
  DELETE FROM "PlatformCooldown" c USING account a
  WHERE c.platform = a.platform AND c."platformUserId" = a."platformUserId"`
