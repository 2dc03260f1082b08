import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { parseConfig, type Config } from '../../src/config'
import { createPrisma, type PrismaClient } from '../../src/database/prisma'
import type { NewJob } from '../../src/domain/ports/jobs'
import type { Platform } from '../../src/domain/platform'
import type { ObjectStore } from '../../src/domain/ports/storage'
import { createTokenCipher } from '../../src/security/token-cipher'
import { etagOf } from '../../src/storage/etag'
import { createObjectStore } from '../../src/storage/r2'
import { seed, seedSandbox } from '../../prisma/seed'
import { SEED_ACCOUNTS } from '../../prisma/seed-accounts'
import type { OnCall } from '../../sandbox/kernel/watched-call'
import { platformEnv } from '../../local/stack/platform-env'
import { startSandbox } from '../../sandbox/start'
import { createTestDatabase, type TestDatabase } from './database'
import { PROMPT } from './prompt'

/** A post as the sandbox's oracle tells it. */
export interface OraclePost {
  platform: Platform
  accountId: string
  postId: string
  caption: string
  bytes: number
  sha256: string
  visibility: string
}

/** Waits of a fault or a retry are seconds here where they are minutes in production. */
const QUICK = {
  REQUEST_TIMEOUT_MS: '5000',
  COMMIT_TIMEOUT_MS: '20000',
  COMMIT_SETTLE_MS: '200',
  HEARTBEAT_TIMEOUT_MS: '2000',
  RETRY_INTERVAL_MS: '100',
  RETRY_MAX_INTERVAL_MS: '1000',
  POLL_INTERVAL_MS: '200',
  CONFIRM_BUDGET_MS: '20000',
  UNCONFIRMED_INTERVAL_MS: '2000',
  // The sandbox counts by its own clock, which tests move: what TikTok forbids is told by its answers.
  TIKTOK_INITS_PER_MINUTE: '100000',
  TIKTOK_STATUS_PER_MINUTE: '100000',
  TIKTOK_CREATOR_INFO_PER_MINUTE: '100000',
  LOG_LEVEL: 'error',
}

export interface PublisherWorld {
  config: Config
  /** What a child process needs to be a worker of this world. */
  env: NodeJS.ProcessEnv
  prisma: PrismaClient
  store: ObjectStore
  userId: string
  posts(platform?: Platform): Promise<OraclePost[]>
  control(path: string, body: unknown, method?: string): Promise<unknown>
  requests(platform: Platform, operation: string): Promise<{ status: number }[]>
  /** Puts a video of that size into the bucket and registers it, for the seeded user unless another is named. */
  addVideo(sizeBytes: number, userId?: string): Promise<{ id: string; sha256: string; key: string }>
  /** Puts any other object into the bucket. */
  put(key: string, body: Buffer): Promise<unknown>
  newJob(platform: Platform, videoId: string, change?: Partial<NewJob>): Promise<NewJob>
  /** Takes the platforms away and, on the same port and with all they knew, back. */
  sandbox: { stop(): Promise<void>; start(): Promise<void> }
  close(): Promise<void>
}

const OPTIONS: Record<Platform, Record<string, unknown>> = {
  TIKTOK: { privacyLevel: 'PUBLIC_TO_EVERYONE' },
  INSTAGRAM: {},
  YOUTUBE: { title: 'A test video', privacyStatus: 'public', madeForKids: false },
}

/** Database, sandbox and bucket of one test file, seeded; everything but the workers. */
export async function openPublisherWorld(overrides: NodeJS.ProcessEnv = {}, onCall?: OnCall): Promise<PublisherWorld> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'publisher-world-'))
  const database = overrides.DATABASE_URL ? ownDatabase(overrides.DATABASE_URL) : await createTestDatabase()
  let sandbox = await startSandbox({ dataDir: folder, port: 0, onCall })
  const env = {
    ...process.env,
    ...QUICK,
    DATABASE_URL: database.url,
    TOKEN_KEYS: `test:${randomBytes(32).toString('base64')}`,
    ...platformEnv(sandbox),
    WORKER_HEALTH_PORT: '0',
    METRICS_PORT: '0',
    API_METRICS_PORT: '0',
    ...overrides,
  }
  const config = parseConfig(env)
  const prisma = createPrisma(database.url)
  const { user } = await seed(prisma, createTokenCipher(config.TOKEN_KEYS))
  await seedSandbox(sandbox.url)
  const bucket = openBucket(config)

  const control = async (route: string, body: unknown, method = 'POST') => {
    const answer = await fetch(`${sandbox.url}/control/${route}`, {
      method,
      ...(method === 'GET' ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    })
    const said = await answer.text()
    if (!answer.ok) throw new Error(`The sandbox's control refused ${route}: ${said}`)
    return said === '' ? undefined : (JSON.parse(said) as unknown)
  }
  const list = async (route: string, key: string): Promise<unknown[]> => {
    const said = (await control(route, undefined, 'GET')) as unknown[] | Record<string, unknown[]>
    return Array.isArray(said) ? said : (said[key] ?? [])
  }

  for (const { platform, platformUserId } of SEED_ACCOUNTS)
    await control(`accounts/${platform}/${platformUserId}`, PROMPT[platform], 'PATCH')

  return {
    config,
    env,
    prisma,
    store: bucket.store,
    userId: user.id,
    control,
    posts: async (platform) => (await list(`posts${platform ? `?platform=${platform}` : ''}`, 'posts')) as OraclePost[],
    requests: async (platform, operation) =>
      (await list(`requests?platform=${platform}&operation=${operation}`, 'requests')) as { status: number }[],
    addVideo: (sizeBytes, userId = user.id) => addVideo(prisma, bucket, userId, sizeBytes),
    put: bucket.put,
    newJob: (platform, videoId, change) => newJob(prisma, user.id, platform, videoId, change),
    sandbox: {
      stop: () => sandbox.stop(),
      async start() {
        sandbox = await startSandbox({ dataDir: folder, port: Number(new URL(sandbox.url).port), onCall })
      },
    },
    async close() {
      await prisma.$disconnect()
      bucket.close()
      await sandbox.stop()
      await database.drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A database of the caller's, who drops it. */
const ownDatabase = (url: string): TestDatabase => ({ url, drop: () => Promise.resolve() })

function openBucket(config: Config) {
  const access = {
    endpoint: config.R2_ENDPOINT,
    region: config.R2_REGION,
    accessKeyId: config.R2_ACCESS_KEY_ID,
    secretAccessKey: config.R2_SECRET_ACCESS_KEY,
  }
  const store = createObjectStore({
    ...access,
    bucket: config.R2_BUCKET,
    publicUrl: config.R2_PUBLIC_URL ?? null,
    timeoutMs: config.REQUEST_TIMEOUT_MS,
  })
  const { accessKeyId, secretAccessKey, ...where } = access
  const client = new S3Client({ ...where, credentials: { accessKeyId, secretAccessKey }, forcePathStyle: true })
  return {
    store,
    put: (key: string, body: Buffer) =>
      client.send(new PutObjectCommand({ Bucket: config.R2_BUCKET, Key: key, Body: body })),
    close: () => {
      store.close()
      client.destroy()
    },
  }
}

async function addVideo(
  prisma: PrismaClient,
  bucket: ReturnType<typeof openBucket>,
  userId: string,
  sizeBytes: number,
) {
  const bytes = randomBytes(sizeBytes)
  const key = `videos/${userId}/${randomUUID()}.mp4`
  const etag = etagOf(await bucket.put(key, bytes))
  const { id } = await prisma.video.create({
    data: {
      userId,
      r2Key: key,
      r2Url: `https://videos.example/${key}`,
      title: 'A test video',
      duration: 20,
      fileSize: sizeBytes,
      format: 'mp4',
      resolution: '720x1280',
      aspectRatio: '9:16',
      status: 'READY',
      etag,
    },
    select: { id: true },
  })
  return { id, key, sha256: createHash('sha256').update(bytes).digest('hex') }
}

async function newJob(
  prisma: PrismaClient,
  userId: string,
  platform: Platform,
  videoId: string,
  change: Partial<NewJob> = {},
): Promise<NewJob> {
  const connection = await prisma.platformConnection.findUniqueOrThrow({
    where: { userId_platform: { userId, platform } },
    select: { id: true, platformUserId: true },
  })
  const jobId = `publish-${randomUUID()}`
  return {
    jobId,
    userId,
    videoId,
    platform,
    connectionId: connection.id,
    platformUserId: connection.platformUserId,
    // Its own for each job: a lost Instagram post is found again by its caption.
    caption: `A caption of ${jobId}`,
    hashtags: ['test'],
    options: OPTIONS[platform],
    scheduledFor: null,
    publishBefore: null,
    onQuotaExhausted: null,
    reconnectWaitSeconds: null,
    allowDuplicate: false,
    ...change,
  }
}
