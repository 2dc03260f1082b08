import type { PrismaClient } from '../../src/database/prisma'

export const USER_ID = 'bench-user'

const DAY_MS = 86_400_000

/**
 * Fills in jobs that have ended, each with an attempt and a checkpoint and every second with its post.
 * @param ended.oldShare so many of them (0 to 1) ended within the year before `olderThanDays`, the others after
 */
export async function addEndedJobs(
  prisma: PrismaClient,
  { jobs, oldShare, olderThanDays, nowMs }: { jobs: number; oldShare: number; olderThanDays: number; nowMs: number },
): Promise<void> {
  await prisma.user.create({ data: { id: USER_ID, email: 'bench@example.com' } })
  await prisma.platformConnection.create({
    data: {
      ...{ id: 'connection', userId: USER_ID, platform: 'TIKTOK', accessToken: 'sealed', status: 'ACTIVE' },
      ...{ platformUserId: 'account', platformUsername: 'bench' },
    },
  })
  await prisma.video.create({
    data: {
      ...{ id: 'video', userId: USER_ID, r2Key: 'videos/bench/1.mp4', r2Url: 'https://videos.example/1.mp4' },
      ...{ title: 'A video', duration: 20, fileSize: 1_000_000, format: 'mp4', resolution: '720x1280' },
      ...{ aspectRatio: '9:16', status: 'READY' },
    },
  })
  const limit = new Date(nowMs - olderThanDays * DAY_MS)
  const oldest = new Date(limit.getTime() - 365 * DAY_MS)
  const old = Math.round(jobs * oldShare)
  await prisma.$executeRaw`
    INSERT INTO "PublishJob" (
      id, "jobId", "userId", "videoId", "connectionId", "platformUserId", platform, caption, hashtags, status, phase,
      "completedAt", "failedAt", "createdAt", "updatedAt", "commitRequestedAt", "commitVerdict"
    )
    SELECT 'row-' || n, 'publish-' || md5(n::text), ${USER_ID}, 'video', 'connection', 'account', 'TIKTOK',
      repeat('A caption of some length. ', 8), ARRAY['one', 'two'],
      (CASE WHEN n % 2 = 0 THEN 'COMPLETED' ELSE 'FAILED' END)::"JobStatus",
      CASE WHEN n % 2 = 0 THEN 'published' ELSE 'failed' END,
      CASE WHEN n % 2 = 0 THEN at END, CASE WHEN n % 2 = 1 THEN at END, at, at,
      CASE WHEN n % 2 = 0 THEN at END, CASE WHEN n % 2 = 0 THEN 'published' END
    FROM generate_series(1, ${jobs}::int) AS n, LATERAL (
      SELECT CASE WHEN n <= ${old}::int
        THEN ${oldest}::timestamp(3) + random() * (${limit}::timestamp(3) - ${oldest}::timestamp(3))
        ELSE ${limit}::timestamp(3) + interval '1 day' + random() * interval '80 days'
      END AS at
    ) AS ended`
  await prisma.$executeRaw`
    INSERT INTO "PublishAttempt" (id, "publishJobId", generation, step, "startedAt", "endedAt", outcome)
    SELECT 'attempt-' || id, id, 1, 'upload', "createdAt", "updatedAt", 'done' FROM "PublishJob"`
  await prisma.$executeRaw`
    INSERT INTO "Checkpoint" (
      id, "publishJobId", number, reference, "expiresAt", "platformUserId", "objectEtag", revision, "createdAt"
    )
    SELECT 'checkpoint-' || id, id, 1, repeat('x', 300), "updatedAt", 'account', 'etag', 0, "createdAt" FROM "PublishJob"`
  await prisma.$executeRaw`
    INSERT INTO "PublishedPost" (
      id, "userId", "videoId", platform, "platformPostId", caption, hashtags, "publishedAt", "publishJobId"
    )
    SELECT 'post-' || id, "userId", "videoId", platform, id, caption, hashtags, "completedAt", id
    FROM "PublishJob" WHERE status = 'COMPLETED'`
  for (const table of ['PublishJob', 'PublishAttempt', 'Checkpoint', 'PublishedPost'])
    await prisma.$executeRawUnsafe(`VACUUM ANALYZE "${table}"`)
}
