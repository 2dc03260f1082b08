import { randomUUID } from 'node:crypto'
import type { Platform } from '../../src/domain/platform'
import type { Prisma } from '../../src/generated/prisma/client'
import type { PublisherWorld } from './publisher'

interface AccountOfPosts {
  platform: Platform
  userId: string
  accountId: string
}

type PostColumns = Partial<Prisma.PublishedPostUncheckedCreateInput>

/** Posts that exist on the platform and in the database, all of them due. @returns their rows' ids with those of the platform */
export async function addDuePosts(
  world: Pick<PublisherWorld, 'prisma' | 'control'> & {
    addVideo(sizeBytes: number, userId: string): Promise<{ id: string }>
  },
  { platform, userId, accountId }: AccountOfPosts,
  count: number,
  change: PostColumns = {},
): Promise<{ id: string; platformPostId: string }[]> {
  const { id: videoId } = await world.addVideo(1_000, userId)
  const { postIds } = (await world.control(`actions/${platform}/post-videos`, { accountId, count })) as {
    postIds: string[]
  }
  const posts = postIds.map((platformPostId) => ({ id: randomUUID(), platformPostId }))
  await world.prisma.publishedPost.createMany({
    data: posts.map((post) => ({
      ...post,
      ...{ userId, videoId, platform, caption: '', platformUserId: accountId },
      nextSyncAt: new Date(0),
      ...change,
    })),
  })
  return posts
}
