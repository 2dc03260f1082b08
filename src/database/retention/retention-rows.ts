import type { DueCount, DueVideo, RetentionRows } from '../../domain/ports/retention'
import { cutoffsAt, ROW_KINDS, type RetentionSettings, type RowKind } from '../../domain/retention'
import { Prisma } from '../../generated/prisma/client'
import type { PrismaClient } from '../prisma'
import { type DueRows, dueRows, instant } from './due-rows'
import { removeInBatches } from './removal'

/** Videos whose objects are erased before their rows go. */
const VIDEOS = 50

export function createRetentionRows(prisma: PrismaClient, settings: RetentionSettings): RetentionRows {
  const dueAt = (nowMs: number) => dueRows(cutoffsAt(nowMs, settings))

  return {
    async survey(nowMs) {
      const counts: DueCount[] = []
      for (const kind of ROW_KINDS) counts.push(await count(prisma, kind, dueAt(nowMs)[kind]))
      return counts
    },

    remove: (kind, nowMs) =>
      removeInBatches(prisma, {
        due: dueAt(nowMs)[kind],
        ...(kind === 'jobs' && { keeping: tombstones(nowMs) }),
      }),

    async *removeVideos(nowMs, eraseObject) {
      const due = dueAt(nowMs).videos
      for (;;) {
        const videos = await nextVideos(prisma, due)
        if (videos.length === 0) return
        for (const video of videos) await eraseObject(video)
        const only = Prisma.sql`r.id = ANY(${videos.map(({ id }) => id)})`
        let removed = 0
        for await (const batch of removeInBatches(prisma, { due, only })) removed += batch
        // Somebody holds them all: they are left to the next round.
        if (removed === 0) return
        yield removed
      }
    },
  }
}

async function count(prisma: PrismaClient, kind: RowKind, { table, at, isDue }: DueRows): Promise<DueCount> {
  const [found] = await prisma.$queryRaw<{ count: number; oldestAt: Date | null }[]>`
    SELECT count(*)::int AS count, min(${at}) AS "oldestAt" FROM ${table} AS r WHERE ${isDue}`
  return { kind, count: found?.count ?? 0, oldestAtMs: found?.oldestAt?.getTime() ?? null }
}

const nextVideos = (prisma: PrismaClient, { table, at, isDue }: DueRows) =>
  prisma.$queryRaw<DueVideo[]>`
    SELECT r.id, r."userId", r."r2Key" AS key FROM ${table} AS r WHERE ${isDue} ORDER BY ${at} LIMIT ${VIDEOS}`

/** In the statement that removes the jobs, which still sees whose the posts are. */
const tombstones = (nowMs: number): Prisma.Sql => Prisma.sql`
  INSERT INTO "PublishJobTombstone" (
    "jobId", principal, "userId", "videoId", "connectionId", platform, status, phase, "errorCode", "postId",
    "createdAt", "endedAt", "removedAt"
  )
  SELECT r."jobId", r.principal, r."userId", r."videoId", r."connectionId", r.platform, r.status, r.phase, r."errorCode",
    p.id, r."createdAt", COALESCE(r."completedAt", r."failedAt"), ${instant(nowMs)}
  FROM removed r LEFT JOIN "PublishedPost" p ON p."publishJobId" = r.id`
