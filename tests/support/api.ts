import { randomBytes, randomUUID } from 'node:crypto'
import pino from 'pino'
import { Registry } from 'prom-client'
import { freePort } from '../../local/ports'
import type { SandboxAddresses } from '../../local/stack/server-child'
import { createApp } from '../../src/api/app'
import { listen } from '../../src/bin/listen'
import { openObjectStore } from '../../src/bin/object-store'
import { parseStoreConfig } from '../../src/config'
import { createFollowing } from '../../src/api/follow/following'
import { createApiKeys } from '../../src/database/api-keys'
import { createChangeListener } from '../../src/database/change-listener'
import { createCheckpoints } from '../../src/database/checkpoints'
import { createJobEvents } from '../../src/database/job-events'
import { createPlatformEvents } from '../../src/database/platform-events'
import { createPrisma } from '../../src/database/prisma'
import type { PrismaClient } from '../../src/database/prisma'
import { createJobHands } from '../../src/database/publish-jobs/job-hands'
import { createQuotaMeter } from '../../src/database/quota/quota-meter'
import type { ProblemDetails } from '../../src/api/problems'
import type { Checkpoints } from '../../src/domain/ports/run'
import type { KnownSchedule } from '../../src/domain/ports/rounds'
import type { ObjectHead, ObjectStore } from '../../src/domain/ports/storage'
import type { TaskQueueState } from '../../src/domain/task-queue'
import { createHttpRecorder } from '../../src/observability/http-metrics'
import type { HealthCheck } from '../../src/observability/health'
import { instagramEvents } from '../../src/platforms/instagram/signed-request'
import { instagramRules } from '../../src/platforms/instagram/rules'
import { tiktokRules } from '../../src/platforms/tiktok/rules'
import { tiktokEvents } from '../../src/platforms/tiktok/webhook'
import { youtubeRules } from '../../src/platforms/youtube/rules'
import { hashApiKey, newApiKey } from '../../src/security/api-keys'
import { createSignedLinks } from '../../src/security/signed-links'
import { createTokenCipher } from '../../src/security/token-cipher'
import type { Scope } from '../../src/security/api-keys'
import type { TokenCipher } from '../../src/domain/ports/token-cipher'
import { createAnswerCheck } from './answer-check'
import type { AnswerCheck, OpenApi } from './answer-check'
import { createTestDatabase } from './database'
import { loginsAt, NOWHERE } from './logins'
import { planOf } from './open-limits'
import {
  recordErasures,
  recordInspections,
  recordOwner,
  recordRuns,
  recordSyncs,
  recordTargetChecks,
} from './recorders'
import type {
  RecordedErasures,
  RecordedInspections,
  RecordedOwner,
  RecordedRuns,
  RecordedSyncs,
  RecordedTargetChecks,
} from './recorders'

export interface Answer<Body> {
  status: number
  headers: Headers
  body: Body
}

export interface Send {
  body?: unknown
  /** Null: no Authorization header. Default: a key with every scope. */
  key?: string | null
  headers?: Record<string, string>
}

/** The apps whose secrets sign the platforms' events. */
export const TIKTOK_APP = { clientKey: 'tiktok-key', clientSecret: 'tiktok-secret' }
export const META_SECRETS = { instagram: 'instagram-secret', facebook: 'facebook-secret' }

export interface TestApi {
  url: string
  prisma: PrismaClient
  /** Moves only when a test moves it. */
  clock: { nowMs(): number; advance(ms: number): void }
  runs: RecordedRuns
  owner: RecordedOwner
  erasureRuns: RecordedErasures
  targetChecks: RecordedTargetChecks
  inspectionRuns: RecordedInspections
  /** As Temporal has them; empty unless a test says otherwise. */
  schedules: KnownSchedule[]
  /** As Temporal tells them; empty unless a test says otherwise. */
  queues: TaskQueueState[]
  syncRuns: RecordedSyncs
  /** The messages whose deliveries were started. */
  deliveries: string[]
  /** With the key ring that the API has. */
  cipher: TokenCipher
  /** With the key ring that the API has. */
  checkpoints: Checkpoints
  /** What the bucket holds, by key, beside what it really holds. */
  objects: Map<string, ObjectHead>
  checks: Record<string, HealthCheck>
  /** What the log says so far. */
  logText(): string
  /** @param userId the one user that the key is bound to */
  newKey(scopes: Scope[], principal?: string, userId?: string): Promise<string>
  /**
   * What shape of answer is expected is for the caller to say.
   * @throws Error where the answer is not as the document describes it
   */
  send<Body = ProblemDetails>(method: string, path: string, options?: Send): Promise<Answer<Body>>
  close(): Promise<void>
}

/** Of direct uploads. */
export const UPLOAD_TIMEOUT_MS = 24 * 3_600_000

export interface TestApiOptions {
  /** Where its logins lead; default: where nobody answers. */
  sandbox?: SandboxAddresses
  /** Of the configuration, what logins are made of. */
  env?: NodeJS.ProcessEnv
  returnUrls?: string[]
  /** How often streams and their keys are looked at. */
  lookAfterEveryMs?: number
  /** Of each key; default: more than any test sends. */
  requestsPerMinute?: number
  /** Where the objects are; default: the bucket of all tests. The caller closes it. */
  store?: ObjectStore
}

/** The API on a free port, over a database of its own. */
export async function startTestApi(options: TestApiOptions = {}): Promise<TestApi> {
  const port = await freePort()
  const database = await createTestDatabase()
  const prisma = createPrisma(database.url)
  const clock = manualClock(Date.parse('2027-01-15T12:00:00Z'))
  const runs = recordRuns()
  const owner = recordOwner()
  const erasureRuns = recordErasures()
  const inspectionRuns = recordInspections()
  const targetChecks = recordTargetChecks()
  const syncRuns = recordSyncs()
  const deliveries: string[] = []
  const schedules: KnownSchedule[] = []
  const queues: TaskQueueState[] = []
  const tokenKeys = `test:${randomBytes(32).toString('base64')}`
  const cipher = createTokenCipher(tokenKeys)
  const checkpoints = createCheckpoints(prisma, cipher, clock)
  const objects = new Map<string, ObjectHead>()
  const store = options.store ?? openObjectStore(parseStoreConfig(process.env))
  const checks: Record<string, HealthCheck> = { database: () => prisma.$queryRaw`SELECT 1` }
  const lines: string[] = []
  const quotaPlan = planOf('units-1600')

  const logger = pino({ level: 'info' }, { write: (line: string) => lines.push(line) })
  const changes = createChangeListener(database.url, logger)
  const following = createFollowing(
    { events: createJobEvents(prisma), apiKeys: createApiKeys(prisma), changes, logger },
    options.lookAfterEveryMs,
  )

  const app = createApp({
    prisma,
    hands: createJobHands(prisma, clock),
    runs,
    erasureRuns,
    targetChecks,
    inspectionRuns,
    syncRuns,
    schedules: { read: () => Promise.resolve(schedules) },
    events: createPlatformEvents(prisma, checkpoints, clock),
    eventReaders: { TIKTOK: tiktokEvents(TIKTOK_APP), INSTAGRAM: instagramEvents(Object.values(META_SECRETS)) },
    objects: { ...store, head: async (key) => objects.get(key) ?? store.head(key) },
    rules: { TIKTOK: tiktokRules, INSTAGRAM: instagramRules, YOUTUBE: youtubeRules },
    logins: loginsAt(options.sandbox ?? NOWHERE, clock, createQuotaMeter(prisma, clock, quotaPlan), options.env),
    owner,
    cipher,
    deliveryRuns: { start: ({ messageId }) => Promise.resolve(void deliveries.push(messageId)) },
    webhookTargets: { allowLoopback: false },
    pageLinks: createSignedLinks(tokenKeys, 'post-page'),
    connect: {
      publicUrl: `http://127.0.0.1:${port}`,
      returnUrls: options.returnUrls ?? [],
      timeoutMs: 600_000,
    },
    clock,
    following,
    logger,
    requests: createHttpRecorder(new Registry(), following.count),
    checks,
    isStopping: () => false,
    queues: { read: () => Promise.resolve(queues) },
    quotaPlan,
    uploadTimeoutMs: UPLOAD_TIMEOUT_MS,
    requestsPerMinute: options.requestsPerMinute ?? 100_000,
    quotaSpreadMs: 3_600_000,
    workflowUrl: (jobId) => `http://127.0.0.1:8233/namespaces/publisher/workflows/${jobId}`,
    objectUrl: (key) => `http://127.0.0.1:9000/videos/${key}`,
  })
  const api = await listen(app, { host: '127.0.0.1', port, portVariable: 'API_PORT' })

  async function newKey(scopes: Scope[], principal = 'tests', userId?: string): Promise<string> {
    const key = newApiKey()
    await prisma.apiKey.create({ data: { principal, keyHash: hashApiKey(key), scopes, userId: userId ?? null } })
    return key
  }
  const check = createAnswerCheck((await (await fetch(`${api.url}/openapi.json`)).json()) as OpenApi)
  const defaultKey = await newKey(['publish', 'read', 'accounts'])

  return {
    url: api.url,
    prisma,
    clock,
    runs,
    owner,
    erasureRuns,
    targetChecks,
    inspectionRuns,
    syncRuns,
    deliveries,
    schedules,
    queues,
    cipher,
    checkpoints,
    objects,
    checks,
    logText: () => lines.join(''),
    newKey,
    send: (method, path, options = {}) => send(api.url, check, defaultKey, method, path, options),
    async close() {
      following.close()
      await api.close()
      await changes.close()
      if (!options.store) store.close()
      await prisma.$disconnect()
      await database.drop()
    },
  }
}

async function send<Body>(
  url: string,
  check: AnswerCheck,
  defaultKey: string,
  method: string,
  path: string,
  options: Send,
): Promise<Answer<Body>> {
  const { body, key = defaultKey, headers = {} } = options
  const response = await fetch(url + path, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  const differences = check(method, path, { status: response.status, headers: response.headers, text })
  if (differences.length > 0) throw new Error(`${method} ${path} is not as documented: ${differences.join('; ')}`)
  return { status: response.status, headers: response.headers, body: JSON.parse(text || 'null') as Body }
}

function manualClock(startMs: number) {
  let nowMs = startMs
  return {
    nowMs: () => nowMs,
    advance: (ms: number) => {
      nowMs += ms
    },
  }
}

/** A user with a connection on each platform and a video that may go everywhere. */
export async function createCreator(prisma: PrismaClient) {
  const userId = `user-${randomUUID()}`
  await prisma.user.create({ data: { id: userId, email: `${userId}@example.com` } })
  for (const platform of ['TIKTOK', 'INSTAGRAM', 'YOUTUBE'] as const) {
    await prisma.platformConnection.create({
      data: {
        id: `${userId}-${platform}`,
        userId,
        platform,
        accessToken: 'secret-access-token',
        refreshToken: 'secret-refresh-token',
        platformUserId: `${platform}-${userId}`,
        platformUsername: 'creator',
        status: 'ACTIVE',
      },
    })
  }
  return { userId, videoId: await createVideo(prisma, userId) }
}

export async function createVideo(prisma: PrismaClient, userId: string): Promise<string> {
  const r2Key = `videos/${userId}/${randomUUID()}.mp4`
  const video = await prisma.video.create({
    data: {
      userId,
      r2Key,
      r2Url: `https://r2.example/${r2Key}`,
      title: 'Bedtime in five minutes',
      duration: 30,
      fileSize: 15_000_000n,
      format: 'mp4',
      resolution: '1080x1920',
      aspectRatio: '9:16',
      status: 'READY',
    },
  })
  return video.id
}

export const ALL_TARGETS = [
  { platform: 'TIKTOK', options: { privacyLevel: 'SELF_ONLY' } },
  { platform: 'INSTAGRAM' },
  { platform: 'YOUTUBE', options: { privacyStatus: 'private', madeForKids: false } },
]
