import type { ArchiveRows } from '../../domain/ports/archive'
import type { PrismaClient } from '../prisma'
import { columnsOf, lineTable } from './columns'

/** Rows that leave for the archive. Their metrics go with them; that they exist stays on record. */
export function prunedPosts(prisma: PrismaClient): Pick<ArchiveRows, 'prune'> {
  return {
    async prune(part, posts) {
      const archivedAt = new Date(part.archivedAtMs)
      const removed = await prisma.$executeRaw`
        WITH gone AS (
          DELETE FROM "PublishedPost" p USING ${lineTable(posts)}
          WHERE p.id = line.id AND p."archivedAt" = ${archivedAt}::timestamp(3)
            AND p."deletedAt" IS NULL AND p."publishJobId" IS NULL
            AND (${columnsOf('p')}) IS NOT DISTINCT FROM (${columnsOf('line')})
          RETURNING p.*
        )
        INSERT INTO "PrunedPost" (id, "archiveId", "userId", "videoId", platform, "platformUserId", "platformPostId")
        SELECT id, ${part.id}, "userId", "videoId", platform, "platformUserId", "platformPostId" FROM gone`
      // What is left of them was changed since, by hand: a later part has it as it is now.
      await prisma.publishedPost.updateMany({
        where: { id: { in: posts.map(({ id }) => id) }, archivedAt },
        data: { archivedAt: null },
      })
      return removed
    },
  }
}
