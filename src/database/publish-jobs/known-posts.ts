import type { KnownPosts } from '../../domain/ports/run'
import type { PrismaClient } from '../prisma'

export const createKnownPosts = (prisma: PrismaClient): KnownPosts => ({
  async ofOthers({ jobId }, platform, postIds) {
    const posts = await prisma.publishedPost.findMany({
      where: {
        platform,
        platformPostId: { in: postIds },
        // A post outlives its job.
        OR: [{ publishJobId: null }, { publishJob: { jobId: { not: jobId } } }],
      },
      select: { platformPostId: true },
    })
    const pruned = await prisma.prunedPost.findMany({
      where: { platform, platformPostId: { in: postIds } },
      select: { platformPostId: true },
    })
    return new Set([...posts, ...pruned].map(({ platformPostId }) => platformPostId))
  },
})
