import { decodeMetric, type ArchivedPost, type MetricTuple } from '../../domain/archive-format'
import { monthBounds, monthOf, type UserMonth } from '../../domain/archive-months'
import type { ArchiveRows, ReadPost } from '../../domain/ports/archive'
import { Prisma } from '../../generated/prisma/client'
import type { PrismaClient } from '../prisma'
import { columnsOf } from './columns'

/** Posts that one statement reads, each with all of its metrics. */
const PAGE = 100

/** A post whose job is kept stays with it: the job answers with its post, and guards its video against a second one. */
export const ARCHIVABLE = Prisma.sql`p."archivedAt" IS NULL AND p."deletedAt" IS NULL AND p."publishJobId" IS NULL`

const at = (ms: number) => Prisma.sql`${new Date(ms)}::timestamp(3)`

/** What is still to be archived. */
export function unarchivedPosts(
  prisma: PrismaClient,
): Pick<ArchiveRows, 'countDue' | 'nextMonth' | 'nextPart' | 'unarchived'> {
  return {
    async countDue(beforeMs) {
      const [due] = await prisma.$queryRaw<{ posts: bigint; metrics: bigint }[]>`
        SELECT count(*) AS posts,
          COALESCE(sum((SELECT count(*) FROM "PostMetric" m WHERE m."postId" = p.id)), 0)::bigint AS metrics
        FROM "PublishedPost" p JOIN "User" u ON u.id = p."userId" AND u."eraseRequestedAt" IS NULL
        WHERE ${ARCHIVABLE} AND p."publishedAt" < ${at(beforeMs)}`
      return { posts: Number(due?.posts), metrics: Number(due?.metrics) }
    },

    async nextMonth(beforeMs, { userId, month }) {
      const [first] = await prisma.$queryRaw<{ userId: string; publishedAt: Date }[]>`
        SELECT p."userId", p."publishedAt"
        FROM "PublishedPost" p JOIN "User" u ON u.id = p."userId" AND u."eraseRequestedAt" IS NULL
        WHERE ${ARCHIVABLE} AND p."publishedAt" < ${at(beforeMs)}
          AND (p."userId", p."publishedAt") >= (${userId}, ${at(monthBounds(month).startMs)})
        ORDER BY p."userId", p."publishedAt" LIMIT 1`
      return first ? { userId: first.userId, month: monthOf(first.publishedAt.getTime()) } : null
    },

    async nextPart({ userId, month }) {
      const { _max } = await prisma.postArchive.aggregate({ where: { userId, month }, _max: { part: true } })
      return (_max.part ?? 0) + 1
    },

    async *unarchived(month) {
      for (let after = { publishedAt: new Date(0), id: '' }; ;) {
        const page = await pageOf(prisma, month, after)
        yield* page
        const last = page[PAGE - 1]
        if (!last) return
        after = last.post
      }
    },
  }
}

type Row = Omit<ArchivedPost, 'metrics'> & { metrics: MetricTuple[]; version: string }

/** Each post with its metrics by one statement: nothing comes in between. `xmin` is another one after every change of the row. */
async function pageOf(
  prisma: PrismaClient,
  { userId, month }: UserMonth,
  after: { publishedAt: Date; id: string },
): Promise<ReadPost[]> {
  const { startMs, endMs } = monthBounds(month)
  const rows = await prisma.$queryRaw<Row[]>`
    SELECT ${columnsOf('p')}, p.xmin::text AS version, COALESCE(
      (SELECT json_agg(${TUPLE} ORDER BY m."window") FROM "PostMetric" m WHERE m."postId" = p.id), '[]'
    ) AS metrics
    FROM "PublishedPost" p
    WHERE ${ARCHIVABLE} AND p."userId" = ${userId}
      AND p."publishedAt" >= ${at(startMs)} AND p."publishedAt" < ${at(endMs)}
      AND (p."publishedAt", p.id COLLATE "C") > (${after.publishedAt}::timestamp(3), ${after.id})
    ORDER BY p."publishedAt", p.id COLLATE "C" LIMIT ${PAGE}`
  return rows.map(({ metrics, version, ...post }) => ({
    post: { ...post, metrics: metrics.map(decodeMetric) },
    version,
  }))
}

const instant = (column: string) => `to_char(m."${column}", 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** As the archive writes it. */
const TUPLE = Prisma.raw(
  `json_build_array(${instant('window')}, ${instant('observedAt')}, m.views::text, m.likes::text, m.comments::text, m.shares::text)`,
)
