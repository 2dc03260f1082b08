import type { Cutoffs, RowKind } from '../../domain/retention'
import { Prisma } from '../../generated/prisma/client'

/** Which rows of a table are due, as `r`: counting and removing are both made of it, so that they cannot disagree. */
export interface DueRows {
  table: Prisma.Sql
  /** The instant that they are old by: the oldest go first, so there is an index of it wherever there may be many. */
  at: Prisma.Sql
  isDue: Prisma.Sql
}

const ENDED_AT = Prisma.sql`COALESCE(r."completedAt", r."failedAt")`

/** Whether another metric of the post follows in the same UTC day, or ISO week. */
const IS_FOLLOWED = {
  day: followed(Prisma.sql`date_trunc('day', r."window") + interval '1 day'`),
  week: followed(Prisma.sql`date_trunc('week', r."window") + interval '1 week'`),
}

function followed(before: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`EXISTS (
    SELECT FROM "PostMetric" l WHERE l."postId" = r."postId" AND l."window" > r."window" AND l."window" < ${before}
  )`
}

export const dueRows = (cutoffs: Cutoffs): Record<RowKind, DueRows> => ({
  jobs: {
    table: Prisma.sql`"PublishJob"`,
    at: ENDED_AT,
    // A commit without a verdict may have published, whatever the status says.
    isDue: Prisma.sql`r.status IN ('COMPLETED', 'FAILED') AND ${ENDED_AT} < ${instant(cutoffs.jobs)}
      AND (r."commitRequestedAt" IS NULL OR r."commitVerdict" IS NOT NULL)`,
  },
  metrics: {
    table: Prisma.sql`"PostMetric"`,
    at: Prisma.sql`r."window"`,
    isDue: Prisma.sql`r."window" < ${instant(cutoffs.dailyMetrics)} AND (
      ${IS_FOLLOWED.day} OR r."window" < ${instant(cutoffs.weeklyMetrics)} AND ${IS_FOLLOWED.week}
    )`,
  },
  posts: {
    table: Prisma.sql`"PublishedPost"`,
    at: Prisma.sql`r."deletedAt"`,
    isDue: Prisma.sql`r."deletedAt" < ${instant(cutoffs.deleted)}`,
  },
  videos: {
    table: Prisma.sql`"Video"`,
    at: Prisma.sql`r."deletedAt"`,
    // A job that has made a post, or still may, needs its video; so does a post, also one that is in the archive only.
    isDue: Prisma.sql`r."deletedAt" < ${instant(cutoffs.deleted)}
      AND NOT EXISTS (SELECT FROM "PublishedPost" p WHERE p."videoId" = r.id)
      AND NOT EXISTS (SELECT FROM "PrunedPost" p WHERE p."videoId" = r.id)
      AND NOT EXISTS (SELECT FROM "PublishJob" j WHERE j."videoId" = r.id AND j.status <> 'FAILED')`,
  },
  oauthAttempts: {
    table: Prisma.sql`"ConnectionAttempt"`,
    at: Prisma.sql`r."expiresAt"`,
    isDue: Prisma.sql`r."expiresAt" < ${instant(cutoffs.oauthAttempts)}`,
  },
  platformEvents: {
    table: Prisma.sql`"PlatformEvent"`,
    at: Prisma.sql`r."receivedAt"`,
    isDue: Prisma.sql`r."receivedAt" < ${instant(cutoffs.platformEvents)}`,
  },
  webhookMessages: {
    table: Prisma.sql`"WebhookMessage"`,
    at: Prisma.sql`r."createdAt"`,
    isDue: Prisma.sql`r."createdAt" < ${instant(cutoffs.webhookMessages)}`,
  },
  events: {
    table: Prisma.sql`"Event"`,
    at: Prisma.sql`r."createdAt"`,
    isDue: Prisma.sql`r."createdAt" < ${instant(cutoffs.events)}`,
  },
  cooldowns: {
    table: Prisma.sql`"PlatformCooldown"`,
    at: Prisma.sql`r.until`,
    isDue: Prisma.sql`r.until < ${instant(cutoffs.cooldowns)}`,
  },
  callWindows: {
    table: Prisma.sql`"CallWindow"`,
    at: Prisma.sql`r."updatedAt"`,
    isDue: Prisma.sql`r."updatedAt" < ${instant(cutoffs.callWindows)}`,
  },
  quotaReservations: {
    table: Prisma.sql`"QuotaReservation"`,
    at: Prisma.sql`r."createdAt"`,
    // Its job counts its sessions by them.
    isDue: Prisma.sql`r.date < ${cutoffs.quotaDay}
      AND NOT EXISTS (SELECT FROM "PublishJob" j WHERE j.id = r."publishJobId")`,
  },
  quotaDays: {
    table: Prisma.sql`"YouTubeQuota"`,
    at: Prisma.sql`r."createdAt"`,
    isDue: Prisma.sql`r.date < ${cutoffs.quotaDay}
      AND NOT EXISTS (SELECT FROM "QuotaReservation" u WHERE u.date = r.date)`,
  },
  quotaBuckets: {
    table: Prisma.sql`"QuotaBucket"`,
    at: Prisma.sql`r."createdAt"`,
    isDue: Prisma.sql`r.date < ${cutoffs.quotaDay}`,
  },
})

export const instant = (atMs: number): Prisma.Sql => Prisma.sql`${new Date(atMs)}::timestamp(3)`
