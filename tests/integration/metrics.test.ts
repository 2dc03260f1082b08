import type { Receipts } from '../../src/api/schemas/publish-job'
import { freePort } from '../../local/ports'
import type { Platform } from '../../src/domain/platform'
import { hashApiKey, newApiKey, SCOPES } from '../../src/security/api-keys'
import { remoteQueue } from '../../src/workflows/contract'
import { type ApiProcess, spawnApi } from '../support/api-process'
import { openBrowser } from '../support/browser'
import { openGate, type Gate } from '../support/gate'
import { openPublisherWorld, type PublisherWorld } from '../support/publisher'
import { scrape, type Scrape } from '../support/scrape'
import { until } from '../support/until'
import { spawnWorker, type WorkerProcess } from '../support/worker-process'

const KEY = newApiKey()
const RETURN_URL = 'https://app.example/accounts'

let world: PublisherWorld
let database: Gate
let api: ApiProcess
let worker: WorkerProcess
let jobIds: Record<'immediate' | 'scheduled', string>
const output: Record<'api' | 'worker', string[]> = { api: [], worker: [] }
const ports = { api: 0, worker: 0 }

const scrapeOf = (process: 'api' | 'worker') => scrape(`http://127.0.0.1:${ports[process]}/metrics`)

/** A scrape of the worker that is as wanted. */
const told = (isWanted: (seen: Scrape) => boolean) =>
  until(async () => {
    const seen = await scrapeOf('worker').catch(() => null)
    return seen && isWanted(seen) && seen
  })

const post = <Answer>(route: string, body: object): Promise<Answer> =>
  fetch(`${api.url}${route}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).then((answer) => answer.json() as Promise<Answer>)

async function publish(platform: Platform, options: object, scheduledFor?: string): Promise<string> {
  const { id: videoId } = await world.addVideo(300_000)
  const targets = [{ platform, options }]
  const wish = { userId: world.userId, videoId, caption: '', scheduledFor, targets }
  const { jobs } = await post<Receipts>('/v1/publish-jobs', wish)
  return jobs.map(({ jobId }) => jobId).join()
}

beforeAll(async () => {
  world = await openPublisherWorld()
  const { DATABASE_URL: databaseUrl } = world.config
  database = await openGate(new URL(databaseUrl).host)
  await world.prisma.apiKey.create({ data: { principal: 'metrics', keyHash: hashApiKey(KEY), scopes: [...SCOPES] } })
  ports.worker = await freePort()
  ports.api = await freePort()
  const way = databaseUrl.replace(new URL(databaseUrl).host, database.address)
  const apiPort = String(await freePort())
  const env = {
    ...world.env,
    METRICS_PORT: String(ports.worker),
    API_METRICS_PORT: String(ports.api),
    API_PORT: apiPort,
    API_PUBLIC_URL: `http://127.0.0.1:${apiPort}`,
    CONNECT_RETURN_URLS: RETURN_URL,
    LOG_LEVEL: 'info',
  }
  worker = spawnWorker({ env: { ...env, DATABASE_URL: way } }, (data) => output.worker.push(data.toString()))
  api = await spawnApi(env, (data) => output.api.push(data.toString()))
  jobIds = {
    immediate: await publish('YOUTUBE', { privacyStatus: 'public', madeForKids: false }),
    scheduled: await publish('INSTAGRAM', {}, new Date(Date.now() + 1_000).toISOString()),
  }
})
afterAll(async () => {
  await Promise.all([worker.stop(), api.kill()])
  await database.close()
  await world.close()
})

const PUBLISHED = { phase: 'published', error_category: 'none' }

const bothEnded = (seen: Scrape) => seen.sum('publisher_jobs_ended_total', PUBLISHED) === 2

test('a worker tells the ends of its jobs, how long they took, and how late those were that had an instant', async () => {
  const seen = await told(bothEnded)
  expect(seen.sum('publisher_jobs_ended_total', { platform: 'YOUTUBE' })).toBe(1)
  expect(seen.sum('publisher_jobs_ended_total', { platform: 'INSTAGRAM' })).toBe(1)

  for (const [timing, platform] of Object.entries({ immediate: 'YOUTUBE', scheduled: 'INSTAGRAM' })) {
    const job = await world.prisma.publishJob.findUniqueOrThrow({
      where: { jobId: jobIds[timing as keyof typeof jobIds] },
    })
    const end = await world.prisma.event.findFirstOrThrow({
      where: { jobId: job.jobId, data: { path: ['phase'], equals: 'published' } },
      orderBy: { id: 'asc' },
    })
    const tookMs = end.createdAt.getTime() - (job.scheduledFor ?? job.createdAt).getTime()
    const labels = { platform, timing }
    expect(seen.sum('publisher_publish_duration_seconds_count', labels)).toBe(1)
    expect(seen.sum('publisher_publish_duration_seconds_sum', labels)).toBeCloseTo(tookMs / 1_000, 6)
  }
})

test('a worker tells what it asked of the platforms and how long its steps lay in their queues', async () => {
  const seen = await told(bothEnded)
  const begun = { platform: 'YOUTUBE', operation: 'session.start', outcome: 'ok' }
  expect(seen.sum('publisher_platform_calls_total', begun)).toBe(1)
  expect(seen.sum('publisher_platform_call_duration_seconds_count', { operation: 'session.start' })).toBe(1)
  expect(await world.requests('YOUTUBE', 'session.start')).toHaveLength(1)
  const queue = { task_queue: remoteQueue('upload', 'YOUTUBE') }
  expect(seen.sum('publisher_activity_schedule_to_start_seconds_count', queue)).toBe(1)
})

test('a worker tells how the rows stand: phases, accounts, quota, webhooks', async () => {
  const seen = await told(bothEnded)
  expect(seen.sum('publisher_unfinished_jobs', {})).toBe(0)
  expect(seen.sum('publisher_oldest_job_seconds', {})).toBe(0)
  for (const platform of ['TIKTOK', 'INSTAGRAM', 'YOUTUBE'])
    expect(seen.sum('publisher_connections', { platform, status: 'ACTIVE' })).toBe(1)
  expect(seen.has('publisher_cooldowns')).toBe(false)

  const day = await world.prisma.youTubeQuota.findFirstOrThrow()
  expect(day.used).toBeGreaterThan(0)
  const uploads = { bucket: 'uploads' }
  expect(seen.sum('publisher_youtube_quota_used', uploads)).toBe(day.used)
  expect(seen.sum('publisher_youtube_quota_limit', uploads)).toBe(day.limit)
  expect(seen.sum('publisher_youtube_quota_left', uploads)).toBe(day.limit - day.used)
  expect(seen.sum('publisher_webhook_messages_pending', {})).toBe(0)
})

test("a worker repeats what Temporal's SDK measures in it, and tells what waits in Temporal's queues", async () => {
  const seen = await told(bothEnded)
  const slots = { task_queue: remoteQueue('upload', 'YOUTUBE'), worker_type: 'ActivityWorker' }
  expect(seen.sum('temporal_worker_task_slots_available', slots)).toBe(world.config.UPLOAD_SLOTS)
  expect(seen.sum('temporal_request_total', {})).toBeGreaterThan(0)
  // The server remembers the workers of earlier tests for a while.
  expect(seen.sum('publisher_task_queue_pollers', { queue: remoteQueue('upload', 'YOUTUBE') })).toBeGreaterThan(0)
})

/** As the user of that account does it, at the platform's own page. */
async function connectTikTok(account: string): Promise<void> {
  await world.control('accounts', { platform: 'TIKTOK', accountId: account, username: 'a.name' })
  await world.prisma.user.create({ data: { id: account, email: `${account}@example.com` } })
  const wish = { userId: account, returnTo: RETURN_URL }
  const { url } = await post<{ url: string }>('/v1/connections/tiktok/authorize', wish)
  const browser = openBrowser()
  const { location } = await browser.visit(await browser.consent(url, { account }))
  expect(location).toContain('status=connected')
}

test('an API process tells its requests by route and class of status, and what it asked of the platforms', async () => {
  await connectTikTok('an-account-of-its-own')
  const seen = await scrapeOf('api')
  const accepted = { method: 'POST', route: '/v1/publish-jobs', status: '2xx' }
  expect(seen.sum('publisher_http_request_duration_seconds_count', accepted)).toBe(2)
  expect(seen.sum('publisher_event_stream_followers', {})).toBe(0)
  const login = { platform: 'TIKTOK', operation: 'login.connect', outcome: 'ok' }
  expect(seen.sum('publisher_platform_calls_total', login)).toBeGreaterThan(0)
  expect(seen.has('process_resident_memory_bytes')).toBe(true)
})

interface Line {
  level: string
  msg: string
  jobId?: string
  jobIds?: string[]
  phase?: string
  route?: string
}

const linesOf = (process: 'api' | 'worker'): Line[] =>
  output[process]
    .join('')
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line)

test('the story of a publish is found by its job id: the request that made it, then each phase once', async () => {
  await told(bothEnded)
  const { immediate: jobId } = jobIds
  const requests = linesOf('api').filter((line) => line.jobIds?.includes(jobId))
  expect(requests).toMatchObject([{ msg: 'request', route: '/v1/publish-jobs', jobIds: [jobId] }])

  const moves = linesOf('worker').filter((line) => line.jobId === jobId && line.msg === 'publish job moved')
  for (const move of moves) expect(move).toMatchObject({ level: 'info', platform: 'YOUTUBE', generation: 1 })
  const phases = moves.map(({ phase }) => phase)
  expect(phases).toEqual([...new Set(phases)])
  expect(phases).toEqual(expect.arrayContaining(['accepted', 'preparing', 'uploading', 'committing', 'published']))
})

test('without the database a worker still tells what it counts itself, and which parts are left out', async () => {
  await told(bothEnded)
  database.cut()
  const seen = await told((one) => one.sum('publisher_metrics_part_up', { part: 'jobs' }) === 0)
  for (const part of ['jobs', 'standing', 'quota', 'rounds', 'webhooks'])
    expect(seen.sum('publisher_metrics_part_up', { part })).toBe(0)
  for (const part of ['queues', 'temporal']) expect(seen.sum('publisher_metrics_part_up', { part })).toBe(1)
  expect(seen.has('publisher_unfinished_jobs')).toBe(false)
  expect(seen.has('publisher_connections')).toBe(false)
  expect(bothEnded(seen)).toBe(true)

  database.open()
  await told((one) => one.sum('publisher_metrics_part_up', { part: 'jobs' }) === 1 && one.has('publisher_connections'))
})
