import { TERMINAL_PHASES } from '../../domain/job'
import type { Prisma } from '../../generated/prisma/client'

export interface Duplicate {
  connectionId: string | null
  existing: { jobId: string } | { postId: string }
}

/**
 * A live job or post of the same video on one of these connections, or null. Whoever asks holds the video until its
 * transaction ends: two equal requests at once cannot both find nothing.
 */
export async function findDuplicate(
  tx: Prisma.TransactionClient,
  { videoId, connectionIds, exceptJobId }: { videoId: string; connectionIds: string[]; exceptJobId?: string },
): Promise<Duplicate | null> {
  await tx.$queryRaw`SELECT id FROM "Video" WHERE id = ${videoId} FOR NO KEY UPDATE`
  const found = await tx.publishJob.findFirst({
    where: {
      videoId,
      connectionId: { in: connectionIds },
      ...(exceptJobId !== undefined && { jobId: { not: exceptJobId } }),
      OR: [{ phase: { notIn: TERMINAL_PHASES } }, { status: 'COMPLETED', post: { deletedAt: null } }],
    },
    select: { jobId: true, connectionId: true, post: { select: { id: true } } },
  })
  if (!found) return null
  const { jobId, connectionId, post } = found
  return { connectionId, existing: post ? { postId: post.id } : { jobId } }
}
