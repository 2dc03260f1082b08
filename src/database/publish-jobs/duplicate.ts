import { TERMINAL_PHASES } from '../../domain/job'
import type { Prisma } from '../../generated/prisma/client'

export interface Duplicate {
  connectionId: string | null
  existing: { jobId: string } | { postId: string }
}

interface Wanted {
  videoId: string
  connectionIds: string[]
  exceptJobId?: string
}

type Reading = Pick<Prisma.TransactionClient, 'publishJob' | '$queryRaw'>

/**
 * A live job or post of the same video on one of these connections, or null. Whoever asks holds the video until its
 * transaction ends: two equal requests at once cannot both find nothing.
 */
export async function findDuplicate(tx: Prisma.TransactionClient, wanted: Wanted): Promise<Duplicate | null> {
  await tx.$queryRaw`SELECT id FROM "Video" WHERE id = ${wanted.videoId} FOR NO KEY UPDATE`
  return seeDuplicate(tx, wanted)
}

/** The same for who writes nothing. */
export async function seeDuplicate(
  db: Reading,
  { videoId, connectionIds, exceptJobId }: Wanted,
): Promise<Duplicate | null> {
  const found = await db.publishJob.findFirst({
    where: {
      videoId,
      connectionId: { in: connectionIds },
      ...(exceptJobId !== undefined && { jobId: { not: exceptJobId } }),
      OR: [{ phase: { notIn: TERMINAL_PHASES } }, { status: 'COMPLETED', post: { deletedAt: null } }],
    },
    select: { jobId: true, connectionId: true, post: { select: { id: true } } },
  })
  if (!found) return findOlderPost(db, videoId, connectionIds)
  const { jobId, connectionId, post } = found
  return { connectionId, existing: post ? { postId: post.id } : { jobId } }
}

/** What stands in the way of a publish that is not made yet. */
export interface Duplicates {
  find(wanted: { videoId: string; connectionIds: string[] }): Promise<Duplicate | null>
}

export const createDuplicates = (db: Reading): Duplicates => ({ find: (wanted) => seeDuplicate(db, wanted) })

/**
 * A post whose job retention has removed, also one that is in the archive only: it is found by its account. Of an old post
 * the account may not be known; it is taken for the one that its user has now.
 */
async function findOlderPost(db: Reading, videoId: string, connectionIds: string[]): Promise<Duplicate | null> {
  const [found] = await db.$queryRaw<{ connectionId: string; postId: string }[]>`
    SELECT c.id AS "connectionId", p.id AS "postId"
    FROM "PlatformConnection" c JOIN (
      SELECT id, "userId", platform, "platformUserId" FROM "PublishedPost"
      WHERE "videoId" = ${videoId} AND "publishJobId" IS NULL AND "deletedAt" IS NULL
      UNION ALL SELECT id, "userId", platform, "platformUserId" FROM "PrunedPost" WHERE "videoId" = ${videoId}
    ) p ON p."userId" = c."userId" AND p.platform = c.platform
      AND COALESCE(p."platformUserId", c."platformUserId") = c."platformUserId"
    WHERE c.id = ANY(${connectionIds}) LIMIT 1`
  return found ? { connectionId: found.connectionId, existing: { postId: found.postId } } : null
}
