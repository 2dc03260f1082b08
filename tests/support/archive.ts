import {
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { MockActivityEnvironment } from '@temporalio/testing'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startS3, type RunningS3 } from '../../sandbox/s3'
import { createArchiveActivities, type ArchiveRound, type PruneRound } from '../../src/activities/archive'
import { createArchiveRows } from '../../src/database/archive/archive-rows'
import { createPrisma, type PrismaClient } from '../../src/database/prisma'
import type { ArchiveParts, ArchiveRows } from '../../src/domain/ports/archive'
import type { ObjectStore } from '../../src/domain/ports/storage'
import type { Prisma } from '../../src/generated/prisma/client'
import { createArchiveParts } from '../../src/storage/archive-parts'
import { createObjectStore } from '../../src/storage/r2'
import { createTestDatabase } from './database'

const BUCKET = { bucket: 'videos', accessKeyId: 'test-key', secretAccessKey: 'test-secret' }

/** Posts of this month and of those before it are archived. */
export const OLD_MONTH = '2025-12'
const NOW_MS = Date.parse('2027-01-15T12:00:00Z')

/** Posts, a bucket, and what is between them. */
export interface ArchiveWorld {
  url: string
  /** What `ops` is given of it. */
  env: NodeJS.ProcessEnv
  prisma: PrismaClient
  s3: RunningS3
  store: ObjectStore
  rows: ArchiveRows
  parts: ArchiveParts
  /** Moves only when a test moves it. */
  clock: { nowMs(): number; advance(ms: number): void }
  addUser(): Promise<string>
  /** Posts of a new video, a minute after the other from `from` on, each with a few metric rows. */
  addPosts(
    userId: string,
    from: string,
    count: number,
    columns?: Partial<Prisma.PublishedPostCreateManyInput>,
  ): Promise<string[]>
  /** A round as the worker does it; with other parts where a test replaces some. */
  archive(change?: { rows?: Partial<ArchiveRows>; parts?: Partial<ArchiveParts> }): Promise<ArchiveRound>
  prune(change?: { prunes: boolean }): Promise<PruneRound>
  /** Every post and metric, as the database itself writes rows as text. */
  dump(): Promise<string[]>
  keys(prefix?: string): Promise<string[]>
  overwrite(key: string, bytes: Uint8Array): Promise<void>
  /** Begins an upload that long ago, by the bucket's clock, and leaves it. */
  leaveUpload(key: string, agoMs: number): Promise<void>
  /** The keys of uploads in progress. */
  uploads(): Promise<string[]>
  /** As it was opened. */
  clear(): Promise<void>
  close(): Promise<void>
}

export async function openArchiveWorld(): Promise<ArchiveWorld> {
  const database = await createTestDatabase()
  const prisma = createPrisma(database.url)
  const dataDir = await mkdtemp(join(tmpdir(), 'publisher-s3-'))
  // An R2 as it was in 2025: it takes none of the SDK's checksum headers.
  let behindMs = 0
  const s3 = await startS3({
    ...{ dataDir, ...BUCKET, buckets: [BUCKET.bucket], takesChecksums: false },
    nowMs: () => Date.now() - behindMs,
  })
  const where = { endpoint: s3.url, region: 'auto' }
  const store = createObjectStore({ ...where, ...BUCKET, publicUrl: null, timeoutMs: 10_000 })
  const access = { ...where, credentials: BUCKET, forcePathStyle: true }
  const client = new S3Client({ ...access, requestChecksumCalculation: 'WHEN_REQUIRED' })
  let nowMs = NOW_MS
  const clock = { nowMs: () => nowMs, advance: (ms: number) => void (nowMs += ms) }
  const rows = createArchiveRows(prisma, clock)
  const parts = createArchiveParts(store)

  const activities = (prunes: boolean, change: Parameters<ArchiveWorld['archive']>[0] = {}) =>
    createArchiveActivities({
      archiveRows: { ...rows, ...change.rows },
      archiveParts: { ...parts, ...change.parts },
      archivePlan: { afterDays: 365, prunes },
      clock,
    })

  return {
    url: database.url,
    env: {
      DATABASE_URL: database.url,
      R2_ENDPOINT: s3.url,
      R2_BUCKET: BUCKET.bucket,
      R2_ACCESS_KEY_ID: BUCKET.accessKeyId,
      R2_SECRET_ACCESS_KEY: BUCKET.secretAccessKey,
    },
    ...{ prisma, s3, store, rows, parts, clock },

    async addUser() {
      const { id } = await prisma.user.create({ data: { email: `${randomUUID()}@example.com` } })
      return id
    },

    async addPosts(userId, from, count, columns = {}) {
      const { id: videoId } = await prisma.video.create({ data: { ...VIDEO, userId, r2Key: randomUUID() } })
      const posts = Array.from({ length: count }, (_, index) => postOf(index, from))
      await prisma.publishedPost.createMany({ data: posts.map((post) => ({ ...post, userId, videoId, ...columns })) })
      await prisma.postMetric.createMany({ data: posts.flatMap(metricsOf) })
      return posts.map(({ id }) => id)
    },

    archive: (change) => new MockActivityEnvironment().run(activities(false, change).archivePosts),
    prune: ({ prunes } = { prunes: true }) => new MockActivityEnvironment().run(activities(prunes).pruneArchived),

    async dump() {
      const found = await prisma.$queryRaw<{ row: string }[]>`
        SELECT p::text AS row FROM "PublishedPost" p UNION ALL SELECT m::text FROM "PostMetric" m ORDER BY 1`
      return found.map(({ row }) => row)
    },

    async keys(Prefix = '') {
      const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: BUCKET.bucket, Prefix }))
      return Contents.flatMap(({ Key }) => Key ?? [])
    },

    async overwrite(Key, Body) {
      await client.send(new PutObjectCommand({ Bucket: BUCKET.bucket, Key, Body }))
    },

    async leaveUpload(Key, agoMs) {
      const then = new S3Client({ ...access, systemClockOffset: -agoMs })
      behindMs = agoMs
      await then.send(new CreateMultipartUploadCommand({ Bucket: BUCKET.bucket, Key }))
      behindMs = 0
      then.destroy()
    },

    async uploads() {
      const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: BUCKET.bucket }))
      return Uploads.flatMap(({ Key }) => Key ?? [])
    },

    async clear() {
      s3.faults.clear()
      nowMs = NOW_MS
      await store.erase('', new AbortController().signal)
      await prisma.user.deleteMany()
    },

    async close() {
      store.close()
      client.destroy()
      await s3.stop()
      await rm(dataDir, { recursive: true, maxRetries: 3 })
      await prisma.$disconnect()
      await database.drop()
    },
  }
}

const VIDEO = {
  r2Url: 'https://example.com/clip.mp4',
  title: 'Clip',
  duration: 10,
  fileSize: 1_000_000,
  format: 'mp4',
  resolution: '1080x1920',
  aspectRatio: '9:16',
}

const PLATFORMS = ['TIKTOK', 'INSTAGRAM', 'YOUTUBE'] as const
const CAPTIONS = ['', 'Bedtime "quoted" \\ back', 'two\nlines\r\n\u2028and\ttabs', '🎬 ünï → 漢字', "'; DROP TABLE"]

/** Of every kind of content that a row may have. */
function postOf(index: number, from: string) {
  const publishedAt = new Date(Date.parse(from) + index * 60_000 + (index % 1_000))
  const isSynced = index % 3 > 0
  return {
    id: randomUUID(),
    platform: PLATFORMS[index % 3] ?? 'TIKTOK',
    platformPostId: randomUUID(),
    platformPostIdProvisional: index % 7 === 0,
    platformUserId: index % 4 === 0 ? null : `account-${index % 4}`,
    caption: CAPTIONS[index % CAPTIONS.length] ?? '',
    hashtags: index % 2 === 0 ? [] : ['a "b"', 'c,d', '{e}', 'NULL', ''],
    publishedAt,
    url: isSynced ? `https://example.com/${index}` : null,
    views: index === 0 ? 9_223_372_036_854_775_807n : BigInt(index) * 1_000_003n,
    likes: BigInt(index),
    lastSyncedAt: isSynced ? new Date(publishedAt.getTime() + 3_600_001) : null,
    syncFailure: index % 5 === 0 ? 'reconnect-required' : null,
    unavailableAt: index % 6 === 0 ? new Date(publishedAt.getTime() + 7) : null,
    unavailableReason: index % 6 === 0 ? 'deleted-or-private' : null,
  } satisfies Partial<Prisma.PublishedPostCreateManyInput>
}

const HOUR_MS = 3_600_000

const metricsOf = ({ id, publishedAt }: { id: string; publishedAt: Date }) =>
  [1, 2, 48].map((hours) => {
    const window = new Date((Math.floor(publishedAt.getTime() / HOUR_MS) + hours) * HOUR_MS)
    const observedAt = new Date(window.getTime() + 123_456)
    return {
      postId: id,
      window,
      observedAt,
      views: 2n ** 60n + BigInt(hours),
      likes: hours === 2 ? null : BigInt(hours),
    }
  })
