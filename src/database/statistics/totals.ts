import type { Range } from '../../domain/buckets'
import type { Platform } from '../../domain/platform'
import type { Counters } from '../../domain/ports/metrics'
import type { Reach } from '../../domain/reach'
import { Prisma } from '../../generated/prisma/client'
import { ownedBy, ownedBySql } from '../owned-by'
import { createdBefore, NEWEST_FIRST, toPage, type Page, type PageRequest } from '../page'
import type { PrismaClient } from '../prisma'
import { column, COUNTERS, countersOf, gainedOf, type Counter, type CounterRow, type GainedRow } from './counters'
import { bucketOf, gainedSums, readings, within } from './readings'

/** Which posts; null or absent: any within reach. */
export interface Whose {
  userIds: string[] | null
  platform?: Platform | undefined
  reach: Reach
}

export const GROUPINGS = ['user', 'platform'] as const

export type GroupBy = (typeof GROUPINGS)[number]

export type Sums = Record<Counter, number>

/** Of one group in one bucket. */
export interface GroupTotals {
  /** A user's id or a platform, by what was grouped; empty where all are one group. */
  group: string
  startsAt: Date
  /** How many posts were published in it. */
  posts: number
  /** What these posts have now. */
  counters: Sums
  /** What all posts, older ones too, have gained in it, as far as that is known. */
  gained: Sums
}

export interface Totals {
  /** Users with posts, newest first, of those within reach. */
  users(
    which: { userId?: string | undefined; platform?: Platform | undefined },
    page: PageRequest,
    reach: Reach,
  ): Promise<Page<{ id: string }>>
  /** In order of time; buckets in which nothing was published or read are left out. Posts that were deleted here do not count. */
  of(whose: Whose, groupBy: GroupBy | null, range: Range): Promise<GroupTotals[]>
}

const GROUPS: Record<GroupBy | 'all', Prisma.Sql> = {
  user: Prisma.sql`p."userId"`,
  platform: Prisma.sql`p."platform"::text`,
  all: Prisma.sql`''::text`,
}

type Row = CounterRow & GainedRow & { group: string; startsAt: Date; posts: number | null }

export const createTotals = (prisma: PrismaClient): Totals => ({
  async users({ userId, platform }, { limit, after }, reach) {
    const published = { deletedAt: null, ...(platform && { platform }) }
    const rows = await prisma.user.findMany({
      where: {
        ...(userId !== undefined && { id: userId }),
        publishedPosts: { some: published },
        ...createdBefore(after),
        AND: ownedBy(reach),
      },
      select: { id: true, createdAt: true },
      orderBy: NEWEST_FIRST,
      take: limit + 1,
    })
    return toPage(rows, limit, (row) => row.createdAt)
  },

  async of(whose, groupBy, range) {
    const group = GROUPS[groupBy ?? 'all']
    const rows = await prisma.$queryRaw<Row[]>`
      WITH gained AS (
        SELECT r."group", r."startsAt", ${gainedSums} FROM (${readings(group, postsOf(whose), range)}) r GROUP BY 1, 2
      ), published AS (
        SELECT ${group} AS "group", ${bucketOf(range.bucket, Prisma.sql`p."publishedAt"`)} AS "startsAt",
          count(*)::int AS posts, ${counterSums}
        FROM "PublishedPost" p WHERE ${postsOf(whose)} AND ${within(Prisma.sql`p."publishedAt"`, range)} GROUP BY 1, 2
      )
      SELECT * FROM gained FULL JOIN published USING ("group", "startsAt") ORDER BY "startsAt", "group"`
    return rows.map((row) => ({
      group: row.group,
      startsAt: row.startsAt,
      posts: row.posts ?? 0,
      counters: toSums(countersOf(row)),
      gained: toSums(gainedOf(row)),
    }))
  },
})

const counterSums = Prisma.join(
  COUNTERS.map((counter) => Prisma.sql`sum(p.${column(counter)})::bigint AS ${column(counter)}`),
)

const postsOf = ({ userIds, platform, reach }: Whose): Prisma.Sql =>
  Prisma.join(
    [
      Prisma.sql`p."deletedAt" IS NULL`,
      ownedBySql(Prisma.sql`p."userId"`, reach),
      ...(userIds ? [Prisma.sql`p."userId" = ANY (${userIds})`] : []),
      ...(platform ? [Prisma.sql`p."platform" = ${platform}::"Platform"`] : []),
    ],
    ' AND ',
  )

const toSums = ({ views, likes, comments, shares }: Counters): Sums => ({
  views: views ?? 0,
  likes: likes ?? 0,
  comments: comments ?? 0,
  shares: shares ?? 0,
})
