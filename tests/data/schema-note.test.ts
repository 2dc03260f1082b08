import { createPrisma } from '../../src/database/prisma'
import type { PrismaClient } from '../../src/database/prisma'
import { createTestDatabase } from '../support/database'
import type { TestDatabase } from '../support/database'

// The queries and the seed of the schema note, as they are printed there.

let database: TestDatabase
let prisma: PrismaClient
let user: { id: string }

beforeAll(async () => {
  database = await createTestDatabase()
  prisma = createPrisma(database.url)
  user = await prisma.user.upsert({
    where: { email: 'test@viralmommy.com' },
    update: {},
    create: {
      email: 'test@viralmommy.com',
      name: 'Test Mom Creator',
    },
  })
})
afterAll(async () => {
  await prisma.$disconnect()
  await database.drop()
})

test("the note's connection is created and found among the user's active ones", async () => {
  const connection = await prisma.platformConnection.create({
    data: {
      userId: user.id,
      platform: 'TIKTOK',
      accessToken: 'encrypted_test_token',
      refreshToken: 'encrypted_refresh_token',
      expiresAt: new Date(Date.now() + 24 * 60 * 60 * 1000), // 24 hours
      platformUserId: 'tiktok_user_123',
      platformUsername: 'testmomcreator',
      status: 'ACTIVE',
    },
  })

  const connections = await prisma.platformConnection.findMany({
    where: {
      userId: user.id,
      status: 'ACTIVE',
    },
  })

  expect(connections).toEqual([connection])
})

test("the note's video is ready until it is published, then found with its post", async () => {
  const video = await prisma.video.create({
    data: {
      userId: user.id,
      r2Key: 'videos/test-video-123.mp4',
      r2Url: 'https://r2.viralmommy.com/videos/test-video-123.mp4',
      title: 'Test Parenting Hack',
      duration: 30,
      fileSize: 15000000, // 15MB
      format: 'mp4',
      resolution: '1080x1920',
      aspectRatio: '9:16',
      status: 'READY',
    },
  })
  const findReady = () =>
    prisma.video.findMany({
      where: {
        userId: user.id,
        status: 'READY',
        publishedPosts: {
          none: {}, // Not published yet
        },
      },
    })
  expect(await findReady()).toEqual([video])

  await prisma.publishedPost.create({
    data: {
      userId: user.id,
      videoId: video.id,
      platform: 'TIKTOK',
      platformPostId: '7390',
      caption: 'Hack',
      hashtags: [],
    },
  })

  const posts = await prisma.publishedPost.findMany({
    where: { userId: user.id },
    include: {
      video: true,
    },
    orderBy: { publishedAt: 'desc' },
  })
  expect(posts).toMatchObject([{ platformPostId: '7390', views: 0n, video: { r2Key: 'videos/test-video-123.mp4' } }])
  expect(await findReady()).toEqual([])
})

test("the note's quota statements count an upload up to the day's limit, and the database refuses more", async () => {
  const today = '2027-01-15'
  const upload = async () => {
    const quota = await prisma.youTubeQuota.findUnique({
      where: { date: today },
    })

    if (!quota || quota.used + 1600 <= quota.limit) {
      // Can upload video (1600 units)
      await prisma.youTubeQuota.upsert({
        where: { date: today },
        update: { used: { increment: 1600 } },
        create: { date: today, used: 1600, limit: 10000 },
      })
      return true
    }
    return false
  }

  const uploads = []
  for (let index = 0; index < 7; index++) uploads.push(await upload())

  expect(uploads).toEqual([true, true, true, true, true, true, false])
  const over = prisma.youTubeQuota.update({ where: { date: today }, data: { used: { increment: 1600 } } })
  await expect(over).rejects.toThrow(/used_within_limit/)
})

test('a job as the note has it is PENDING, without attempts, and goes with its user', async () => {
  const owner = await prisma.user.create({ data: { email: 'leaving@viralmommy.com' } })
  const job = await prisma.publishJob.create({
    data: { jobId: 'note-1', userId: owner.id, videoId: 'any', platform: 'YOUTUBE', caption: '', hashtags: ['hack'] },
  })
  expect(job).toMatchObject({ status: 'PENDING', attemptNumber: 0, scheduledFor: null })

  await prisma.user.delete({ where: { id: owner.id } })
  expect(await prisma.publishJob.count({ where: { jobId: 'note-1' } })).toBe(0)
})

test.each([
  ['User', 'email'],
  ['PlatformConnection', 'userId, platform'],
  ['PublishedPost', 'platform, platformPostId'],
  ['Video', 'r2Key'],
  ['YouTubeQuota', 'date'],
  ['PublishJob', 'jobId'],
])('%s is unique by %s', async (table, columns) => {
  expect(await indexedColumns(table, true)).toContain(columns)
})

test.each([
  ['PlatformConnection', ['userId', 'status']],
  ['PublishedPost', ['userId', 'videoId', 'platform', 'publishedAt']],
  ['Video', ['userId', 'status', 'createdAt']],
  ['YouTubeQuota', ['date']],
  ['PublishJob', ['userId', 'status', 'scheduledFor', 'createdAt']],
])('%s has the indexes of the note', async (table, columns) => {
  expect(await indexedColumns(table, false)).toEqual(expect.arrayContaining(columns))
})

async function indexedColumns(table: string, unique: boolean): Promise<string[]> {
  const rows = await prisma.$queryRaw<{ columns: string }[]>`
    SELECT string_agg(a.attname, ', ' ORDER BY a.attnum) AS columns
    FROM pg_index i
    JOIN pg_class t ON t.oid = i.indrelid
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = ANY (i.indkey)
    WHERE t.relname = ${table} AND i.indisunique = ${unique}
    GROUP BY i.indexrelid`
  return rows.map((row) => row.columns)
}
