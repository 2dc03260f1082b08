import type { PrismaClient } from '../../src/database/prisma'
import { PLATFORMS } from '../../src/domain/platform'
import { nextSyncAtMs } from '../../src/domain/sync-cadence'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const CHUNK = 5_000

/** Every post before this age is still brought. */
const CADENCE = { stopAfterMs: 365 * DAY_MS }

/** Half of them are younger than three months, the oldest older than any that is brought. */
const ageMs = (): number => 500 * DAY_MS * Math.random() ** 2.5

/** Posts in equal thirds on the three platforms, as rounds of syncs leave them that are up to an hour behind. */
export async function addPosts(
  prisma: PrismaClient,
  { posts, users, nowMs }: { posts: number; users: number; nowMs: number },
): Promise<void> {
  const userIds = Array.from({ length: users }, (_none, index) => `user-${index}`)
  await prisma.user.createMany({ data: userIds.map((id) => ({ id, email: `${id}@example.com` })) })
  await prisma.video.createMany({ data: userIds.map(videoOf) })
  for (let first = 0; first < posts; first += CHUNK) {
    const data = Array.from({ length: Math.min(CHUNK, posts - first) }, (_none, index) =>
      postOf(first + index, users, nowMs),
    )
    await prisma.publishedPost.createMany({ data })
  }
  await prisma.$executeRaw`VACUUM ANALYZE "PublishedPost"`
}

function postOf(index: number, users: number, nowMs: number) {
  const userId = `user-${Math.floor(index / 3) % users}`
  const platform = PLATFORMS[index % PLATFORMS.length] ?? 'YOUTUBE'
  const id = `post-${index}`
  const publishedAtMs = nowMs - ageMs()
  const facts = { id, platform, userId, publishedAtMs, countersChangedAtMs: nowMs, lastSyncedAtMs: nowMs }
  // It was brought at some moment of its last interval.
  const plannedMs = nextSyncAtMs(facts, 'read', nowMs - HOUR_MS, CADENCE)
  return {
    ...{
      id,
      platform,
      userId,
      videoId: `video-${userId}`,
      platformPostId: id,
      caption: `The caption of post ${index}`,
    },
    publishedAt: new Date(publishedAtMs),
    lastSyncedAt: new Date(nowMs - HOUR_MS),
    nextSyncAt: plannedMs === null ? null : new Date(plannedMs),
  }
}

/** A user's video, by whose name it goes. */
export const videoOf = (userId: string) => ({
  id: `video-${userId}`,
  userId,
  r2Key: `videos/${userId}/video.mp4`,
  r2Url: `https://videos.example/${userId}`,
  title: 'A video',
  duration: 20,
  fileSize: 1_000_000,
  format: 'mp4',
  resolution: '720x1280',
  aspectRatio: '9:16',
  status: 'READY' as const,
})
