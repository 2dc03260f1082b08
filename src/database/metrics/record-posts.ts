import type { Counters, PostReading } from '../../domain/ports/metrics'
import type { SyncedPost } from '../../domain/ports/sync'
import type { PrismaClient } from '../prisma'

/** Workers' clocks differ by less. What is from later than that was written by a clock that was wrong, and is no rival. */
const CLOCK_SKEW_MS = 3_600_000

const NO_COUNTERS: Counters = { views: null, likes: null, comments: null, shares: null }

/**
 * Writes what a batch of posts was told at `observedAtMs`, in one statement: a worker that dies has written all of it, or
 * nothing.
 *
 * A metric window is an hour, UTC. The newest observation in it wins, but does not take away what an earlier one of the
 * same hour was told: null says that the platform does not report a number now. A post keeps the last known of each
 * counter. Posts are locked in the order of their ids, so that no two workers wait in a circle.
 */
export async function recordPosts(
  prisma: PrismaClient,
  posts: SyncedPost[],
  observedAtMs: number,
  nowMs: number,
): Promise<void> {
  const told = JSON.stringify(posts.map(toRow))
  const at = new Date(observedAtMs)
  const wrongFrom = new Date(nowMs + CLOCK_SKEW_MS)
  await prisma.$executeRaw`
    WITH told AS (
      SELECT * FROM jsonb_to_recordset(${told}::jsonb) AS t (
        id text, state text, views bigint, likes bigint, comments bigint, shares bigint, "sharesRead" boolean,
        failure text, reason text, "nextSyncAt" timestamp(3)
      )
    ), locked AS (
      SELECT id FROM "PublishedPost" WHERE id IN (SELECT id FROM told) ORDER BY id FOR UPDATE
    ), synced AS (
      UPDATE "PublishedPost" p SET
        views = coalesce(t.views, p.views), likes = coalesce(t.likes, p.likes),
        comments = coalesce(t.comments, p.comments), shares = coalesce(t.shares, p.shares),
        "countersChangedAt" = CASE
          WHEN t.views <> p.views OR t.likes <> p.likes OR t.comments <> p.comments OR t.shares <> p.shares THEN ${at}
          ELSE p."countersChangedAt"
        END,
        "lastSyncedAt" = CASE WHEN t.state = 'read' THEN ${at} ELSE p."lastSyncedAt" END,
        "sharesSyncedAt" = CASE WHEN t."sharesRead" THEN ${at} ELSE p."sharesSyncedAt" END,
        "syncFailure" = t.failure,
        "unavailableAt" = CASE t.state
          WHEN 'unavailable' THEN coalesce(p."unavailableAt", ${at}) WHEN 'failed' THEN p."unavailableAt"
        END,
        "unavailableReason" = CASE t.state
          WHEN 'unavailable' THEN t.reason WHEN 'failed' THEN p."unavailableReason"
        END,
        "nextSyncAt" = CASE WHEN p."nextSyncAt" <= ${at} THEN t."nextSyncAt" ELSE p."nextSyncAt" END
      FROM told t JOIN locked USING (id)
      WHERE p.id = t.id
        AND (p."lastSyncedAt" IS NULL OR p."lastSyncedAt" <= ${at} OR p."lastSyncedAt" > ${wrongFrom})
        AND (p."unavailableAt" IS NULL OR p."unavailableAt" <= ${at} OR p."unavailableAt" > ${wrongFrom})
      RETURNING p.id, t.state, t.views, t.likes, t.comments, t.shares
    )
    INSERT INTO "PostMetric" AS m ("postId", "window", "observedAt", views, likes, comments, shares)
    SELECT id, date_trunc('hour', ${at}::timestamp(3)), ${at}::timestamp(3), views, likes, comments, shares
    FROM synced WHERE state = 'read'
    ON CONFLICT ("postId", "window") DO UPDATE SET
      "observedAt" = excluded."observedAt",
      views = coalesce(excluded.views, m.views), likes = coalesce(excluded.likes, m.likes),
      comments = coalesce(excluded.comments, m.comments), shares = coalesce(excluded.shares, m.shares)
    WHERE m."observedAt" <= excluded."observedAt"`
}

function toRow({ id, reading, nextSyncAtMs }: SyncedPost) {
  return {
    id,
    state: reading.state,
    ...(reading.state === 'read' ? reading.counters : NO_COUNTERS),
    sharesRead: reading.state === 'read' && reading.sharesRead === true,
    failure: reading.state === 'failed' ? reading.code : null,
    reason: reasonOf(reading),
    nextSyncAt: nextSyncAtMs === null ? null : new Date(nextSyncAtMs).toISOString(),
  }
}

const reasonOf = (reading: PostReading) => (reading.state === 'unavailable' ? reading.reason : null)
