import { PublishError } from '../../domain/errors'
import type { ArchivedPart, ArchiveRows } from '../../domain/ports/archive'
import type { PrismaClient } from '../prisma'
import { isForeignKeyViolation, isUniqueViolation } from '../violations'
import { COLUMN_NAMES, columnsOf, lineTable } from './columns'

/** Rows that come back from the archive. */
export function restoredPosts(prisma: PrismaClient): Pick<ArchiveRows, 'missing' | 'restore'> {
  return {
    async missing(posts) {
      const ids = posts.map(({ id }) => id)
      return posts.length - (await prisma.publishedPost.count({ where: { id: { in: ids } } }))
    },

    async restore(part, posts) {
      const line = lineTable(posts)
      const archivedAt = new Date(part.archivedAtMs)
      try {
        const [inserted] = await prisma.$transaction([
          prisma.$executeRaw`
            INSERT INTO "PublishedPost" (${COLUMN_NAMES}, "archivedAt", "nextSyncAt")
            SELECT ${columnsOf('line')}, ${archivedAt}::timestamp(3), NULL FROM ${line}
            ON CONFLICT (id) DO NOTHING`,
          prisma.$executeRaw`
            INSERT INTO "PostMetric" ("postId", "window", "observedAt", views, likes, comments, shares)
            SELECT line.id, (m->>0)::timestamp(3), (m->>1)::timestamp(3),
              (m->>2)::bigint, (m->>3)::bigint, (m->>4)::bigint, (m->>5)::bigint
            FROM ${line}, json_array_elements(line.metrics) AS m
            ON CONFLICT ("postId", "window") DO NOTHING`,
          prisma.prunedPost.deleteMany({ where: { id: { in: posts.map(({ id }) => id) } } }),
        ])
        return inserted
      } catch (error) {
        if (isUniqueViolation(error)) throw platformIdTaken(part)
        throw isForeignKeyViolation(error) ? videoMissing(part) : error
      }
    },
  }
}

const platformIdTaken = ({ objectKey }: ArchivedPart) =>
  new PublishError({
    code: 'archived-post-taken',
    category: 'internal',
    message: `A post of ${objectKey} has the platform's id of another post that is on record now.`,
    remedy: 'Compare the two: one platform id is one post. What came before it in the part is back already.',
  })

const videoMissing = ({ objectKey }: ArchivedPart) =>
  new PublishError({
    code: 'archived-video-missing',
    category: 'internal',
    message: `A post of ${objectKey} is of a video that is not on record any more, and cannot come back without it.`,
    remedy: 'Read it in the object, whose lines are its posts. What came before it in the part is back already.',
  })
