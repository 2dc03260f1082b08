import { ORIGIN_MS, type Bucket, type Range } from '../../domain/buckets'
import { Prisma } from '../../generated/prisma/client'
import { column, COUNTERS, gained, type Counter } from './counters'

const LENGTHS: Record<Bucket, Prisma.Sql> = {
  hour: Prisma.sql`interval '1 hour'`,
  day: Prisma.sql`interval '1 day'`,
  week: Prisma.sql`interval '1 week'`,
}

/** The beginning of the bucket that an instant lies in. */
export const bucketOf = (bucket: Bucket, at: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`date_bin(${LENGTHS[bucket]}, ${at}, ${new Date(ORIGIN_MS)}::timestamp)`

/** `between` in the half-open way. */
export const within = (at: Prisma.Sql, { fromMs, toMs }: Range): Prisma.Sql =>
  Prisma.sql`${at} >= ${new Date(fromMs)} AND ${at} < ${new Date(toMs)}`

/**
 * Every reading of the posts `p` within the range: `window`, `startsAt` of its bucket, the counters, and as `<counter>Gained`
 * what each has gained since it was last known; null where that is not known.
 * @param group by what they are told apart: an expression of `p`
 * @param posts a condition on `p`
 */
export const readings = (group: Prisma.Sql, posts: Prisma.Sql, range: Range): Prisma.Sql => Prisma.sql`
  SELECT ${group} AS "group", ${bucketOf(range.bucket, Prisma.sql`m."window"`)} AS "startsAt", m."window",
    ${Prisma.join(COUNTERS.map((counter) => Prisma.sql`m.${column(counter)}`))},
    ${Prisma.join(COUNTERS.map((counter) => gain(counter, range.bucket)))}
  FROM "PublishedPost" p JOIN "PostMetric" m ON m."postId" = p.id
  WHERE ${posts} AND ${within(Prisma.sql`m."window"`, range)}
  WINDOW earlier AS (PARTITION BY m."postId" ORDER BY m."window")`

/** Of readings `r`: all that was gained. */
export const gainedSums: Prisma.Sql = Prisma.join(
  COUNTERS.map((counter) => Prisma.sql`sum(r.${gained(counter)})::bigint AS ${gained(counter)}`),
)

/**
 * Where the reading before lies outside the range, or did not report the counter, the last that did is looked up. A post
 * has begun with nothing, which says when its first number was gained only if that came soon after.
 */
function gain(counter: Counter, bucket: Bucket): Prisma.Sql {
  const name = column(counter)
  const begun = Prisma.sql`p."publishedAt" >= ${bucketOf(bucket, Prisma.sql`m."window"`)} - ${LENGTHS[bucket]}`
  return Prisma.sql`CASE WHEN m.${name} IS NOT NULL THEN m.${name} - coalesce(
    lag(m.${name}) OVER earlier,
    (
      SELECT known.${name} FROM "PostMetric" known
      WHERE known."postId" = m."postId" AND known."window" < m."window" AND known.${name} IS NOT NULL
      ORDER BY known."window" DESC LIMIT 1
    ),
    CASE WHEN ${begun} THEN 0 END
  ) END AS ${gained(counter)}`
}
