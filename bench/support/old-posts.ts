import type { PrismaClient } from '../../src/database/prisma'
import { videoOf } from './posts'

/** Posts of a year long ago, in equal shares of users and months, each with so many metric rows of an hour. */
export async function addOldPosts(
  prisma: PrismaClient,
  { posts, users, metrics }: { posts: number; users: number; metrics: number },
): Promise<void> {
  const userIds = Array.from({ length: users }, (_none, index) => `user-${index}`)
  await prisma.user.createMany({ data: userIds.map((id) => ({ id, email: `${id}@example.com` })) })
  await prisma.video.createMany({ data: userIds.map(videoOf) })
  await prisma.$executeRaw`
    INSERT INTO "PublishedPost" (
      id, "userId", "videoId", platform, "platformPostId", caption, hashtags, "publishedAt", views, likes
    )
    SELECT 'post-' || n, 'user-' || n % ${users}::int, 'video-user-' || n % ${users}::int, 'TIKTOK', md5(n::text),
      repeat('A caption of some length, ' || n || '. ', 6), ARRAY['one', 'two'],
      '2020-01-01'::timestamp(3) + n * interval '1 year' / ${posts}::int, n * 1000, n
    FROM generate_series(0, ${posts}::int - 1) AS n`
  await prisma.$executeRaw`
    INSERT INTO "PostMetric" ("postId", "window", "observedAt", views, likes, comments)
    SELECT p.id, date_trunc('hour', p."publishedAt") + m * interval '1 day', p."publishedAt" + m * interval '1 day',
      p.views + m, p.likes + m, m
    FROM "PublishedPost" p, generate_series(1, ${metrics}::int) AS m`
  await prisma.$executeRaw`VACUUM ANALYZE "PublishedPost", "PostMetric"`
}
