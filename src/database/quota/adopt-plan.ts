import type { Clock } from '../../domain/ports/clock'
import { bucketsOf, pacificDay, sharesDay, type QuotaPlan } from '../../domain/quota'
import type { PrismaClient } from '../prisma'

/**
 * Counts today and what follows anew, by the plan: what is held and spent at the new cost, and the calls where the model
 * counts them with the uploads. A limit that was set by hand stays, unless it was a limit of something else. What is used
 * already is never above the limit.
 *
 * The days are locked before they are counted, as by everyone who changes what is held of them: so nothing comes in between.
 */
export async function adoptPlan(prisma: PrismaClient, clock: Clock, plan: QuotaPlan): Promise<void> {
  const today = pacificDay(clock.nowMs())
  await prisma.$transaction([
    prisma.$executeRaw`SELECT FROM "YouTubeQuota" WHERE date >= ${today} ORDER BY date FOR UPDATE`,
    prisma.$executeRaw`
      WITH priced AS (
        UPDATE "QuotaReservation" SET units = ${plan.uploadCost}, "updatedAt" = now()
        WHERE date >= ${today} AND purpose = 'upload' AND state <> 'RELEASED' AND units <> ${plan.uploadCost}
      ), counted AS (
        SELECT q.id, c."callUnits", c."metricsUnits", c."callUnits" + ${plan.uploadCost} * (
          SELECT count(*) FROM "QuotaReservation" r WHERE r.date = q.date AND r.state <> 'RELEASED'
        ) AS used
        FROM "YouTubeQuota" q, LATERAL (SELECT
          CASE WHEN ${sharesDay(plan.model)} THEN q."callUnits" ELSE 0 END AS "callUnits",
          CASE WHEN ${sharesDay(plan.model)} THEN q."metricsUnits" ELSE 0 END AS "metricsUnits"
        ) c
        WHERE q.date >= ${today}
      )
      UPDATE "YouTubeQuota" q SET
        model = ${plan.model}, "uploadCost" = ${plan.uploadCost}, "updatedAt" = now(),
        used = c.used, "callUnits" = c."callUnits", "metricsUnits" = c."metricsUnits",
        "limit" = GREATEST(
          c.used, CASE WHEN q."limitSetAt" IS NULL OR q.model <> ${plan.model} THEN ${plan.limits.uploads} ELSE q."limit" END
        ),
        "limitSetAt" = CASE WHEN q.model = ${plan.model} THEN q."limitSetAt" END
      FROM counted c WHERE c.id = q.id`,
    ...bucketsOf(plan.model).map(
      (name) => prisma.$executeRaw`
        UPDATE "QuotaBucket" SET "limit" = GREATEST(used, ${plan.limits[name]}), "updatedAt" = now()
        WHERE date >= ${today} AND name = ${name}`,
    ),
  ])
}
