import type { Range } from '../../domain/buckets'
import type { Counters } from '../../domain/ports/metrics'
import { Prisma } from '../../generated/prisma/client'
import type { PrismaClient } from '../prisma'
import { column, COUNTERS, countersOf, gainedOf, type Counter, type CounterRow, type GainedRow } from './counters'
import { gainedSums, readings } from './readings'

/** What a platform told of a post in one bucket. */
export interface SeriesBucket {
  startsAt: Date
  /** The last that was told in it; null: not reported. */
  counters: Counters
  /** Since each was last known; less than nothing where the platform took some back; null: not known. */
  gained: Counters
}

export interface PostSeries {
  /** In order; buckets in which the platform was not asked are left out. */
  ofPost(postId: string, range: Range): Promise<SeriesBucket[]>
}

export const createPostSeries = (prisma: PrismaClient): PostSeries => ({
  async ofPost(postId, range) {
    const rows = await prisma.$queryRaw<(CounterRow & GainedRow & { startsAt: Date })[]>`
      SELECT r."startsAt",
        ${Prisma.join(COUNTERS.map(lastOf))}, ${gainedSums}
      FROM (${readings(Prisma.sql`p.id`, Prisma.sql`p.id = ${postId}`, range)}) r
      GROUP BY r."startsAt" ORDER BY r."startsAt"`
    return rows.map((row) => ({ startsAt: row.startsAt, counters: countersOf(row), gained: gainedOf(row) }))
  },
})

const lastOf = (counter: Counter): Prisma.Sql => {
  const name = column(counter)
  return Prisma.sql`(array_agg(r.${name} ORDER BY r."window" DESC) FILTER (WHERE r.${name} IS NOT NULL))[1] AS ${name}`
}
