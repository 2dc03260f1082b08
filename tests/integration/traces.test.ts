import { randomBytes } from 'node:crypto'
import type { Receipts } from '../../src/api/schemas/publish-job'
import { PLATFORMS, type Platform } from '../../src/domain/platform'
import { hashApiKey, newApiKey, SCOPES } from '../../src/security/api-keys'
import { type ApiProcess, spawnApi } from '../support/api-process'
import { type CollectedSpan, type Collector, startCollector } from '../support/collector'
import { openPublisherWorld, type PublisherWorld } from '../support/publisher'
import { until } from '../support/until'
import { spawnWorker, type WorkerProcess } from '../support/worker-process'

const MIB = 1024 * 1024

const OPTIONS: Record<Platform, object> = {
  TIKTOK: { privacyLevel: 'PUBLIC_TO_EVERYONE' },
  INSTAGRAM: {},
  YOUTUBE: { privacyStatus: 'public', madeForKids: false },
}

/** One call of each step of a publish. */
const CALLS: Record<Platform, Record<'upload' | 'commit', string>> = {
  TIKTOK: { upload: 'video.init', commit: 'chunk.put' },
  INSTAGRAM: { upload: 'media.create', commit: 'media.publish' },
  YOUTUBE: { upload: 'session.start', commit: 'session.put' },
}

const KEY = newApiKey()

let collector: Collector
let world: PublisherWorld
let api: ApiProcess
let worker: WorkerProcess
let env: NodeJS.ProcessEnv

beforeAll(async () => {
  collector = await startCollector()
  world = await openPublisherWorld()
  await world.prisma.apiKey.create({ data: { principal: 'traces', keyHash: hashApiKey(KEY), scopes: [...SCOPES] } })
  env = { ...world.env, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: '100' }
  worker = spawnWorker({ env })
  api = await spawnApi(env)
})
afterAll(async () => {
  await Promise.all([worker.stop(), api.kill()])
  await collector.close()
  await world.close()
})

interface Caller {
  traceId: string
  spanId: string
}

const newCaller = (): Caller => ({ traceId: randomBytes(16).toString('hex'), spanId: randomBytes(8).toString('hex') })

async function publish(platforms: readonly Platform[], sizeBytes: number, caller: Caller) {
  const { id: videoId } = await world.addVideo(sizeBytes)
  const targets = platforms.map((platform) => ({ platform, options: OPTIONS[platform] }))
  const answer = await fetch(`${api.url}/v1/publish-jobs?ignored=a-query`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${KEY}`,
      'content-type': 'application/json',
      traceparent: `00-${caller.traceId}-${caller.spanId}-01`,
      baggage: 'note=a-baggage',
    },
    body: JSON.stringify({ userId: world.userId, videoId, caption: 'a caption of mine', targets }),
  })
  expect(answer.status).toBe(202)
  const { jobs } = (await answer.json()) as Receipts
  const published = () => {
    const where = { jobId: { in: jobs.map(({ jobId }) => jobId) }, phase: 'published' }
    return until(async () => (await world.prisma.publishJob.count({ where })) === jobs.length)
  }
  return { jobs, published }
}

const spansOf = ({ traceId }: Caller) => collector.spans().filter((span) => span.traceId === traceId)

/** The names of what a span lies beneath, the nearest first. */
function above(span: CollectedSpan, spans: CollectedSpan[]): string[] {
  const parent = spans.find(({ spanId }) => spanId === span.parentId)
  return parent ? [parent.name, ...above(parent, spans)] : []
}

const hasCall = (spans: CollectedSpan[], name: string, step: string) =>
  spans.find((span) => span.name === name && above(span, spans)[0] === `RunActivity:${step}`)

test("a publish to three platforms is one trace, the caller's own, from the request to each call of a platform", async () => {
  const caller = newCaller()
  const { jobs, published } = await publish(PLATFORMS, 300_000, caller)
  await published()
  const spans = await until(() => {
    const found = spansOf(caller)
    const ended = found.filter(({ name }) => name === 'RunActivity:recordPost')
    return Promise.resolve(ended.length === PLATFORMS.length && found)
  })

  const [root, ...others] = spans.filter(({ parentId }) => parentId === caller.spanId)
  expect(others).toEqual([])
  expect(root).toMatchObject({
    name: 'POST /v1/publish-jobs',
    service: 'publisher-api',
    attributes: { 'http.route': '/v1/publish-jobs', 'http.response.status_code': '202' },
  })
  for (const span of spans) if (span !== root) expect(above(span, spans).at(-1)).toBe('POST /v1/publish-jobs')

  for (const { platform, jobId } of jobs)
    for (const step of ['upload', 'commit'] as const) {
      const call = hasCall(spans, `${platform} ${CALLS[platform][step]}`, step)
      expect(call).toMatchObject({
        service: 'publisher-worker',
        attributes: { 'publisher.outcome': 'ok', 'publisher.platform': platform },
      })
      const activity = spans.find(({ spanId }) => spanId === call?.parentId)
      expect(activity?.attributes).toMatchObject({
        'publisher.job_id': jobId,
        'publisher.platform': platform,
        'publisher.step': step,
        'publisher.attempt': '1',
      })
      expect(call && above(call, spans)).toEqual([
        `RunActivity:${step}`,
        'StartWorkflow:publishVideo',
        'POST /v1/publish-jobs',
      ])
    }
})

test('a request that is refused tells the code of its problem, and nothing of what was sent', async () => {
  const { traceId, spanId } = newCaller()
  const answer = await fetch(`${api.url}/v1/videos/no-such-video?ignored=a-query`, {
    headers: { authorization: `Bearer ${KEY}`, traceparent: `00-${traceId}-${spanId}-01` },
  })
  const { code } = (await answer.json()) as { code: string }
  const span = await until(() => Promise.resolve(collector.spans().find((each) => each.traceId === traceId)))
  expect(span).toMatchObject({ name: 'GET /v1/videos/{id}', attributes: { 'error.type': code } })
  for (const text of ['a-query', 'a-baggage', 'a caption of mine', 'no-such-video', KEY])
    expect(collector.text()).not.toContain(text)
})

test('of a worker that is killed in mid-upload, the trace goes on in another one', async () => {
  const caller = newCaller()
  await world.control('faults', { platform: 'YOUTUBE', operation: 'session.put', kind: 'slow', delayMs: 400 })
  const { published } = await publish(['YOUTUBE'], 24 * MIB, caller)
  await until(() => Promise.resolve(spansOf(caller).find(({ name }) => name === 'YOUTUBE session.put')))
  await worker.kill()
  await world.control('faults', undefined, 'DELETE')
  worker = spawnWorker({ env })
  await published()
  const goneOn = await until(() =>
    Promise.resolve(spansOf(caller).find(({ attributes }) => Number(attributes['publisher.attempt']) > 1)),
  )
  expect(goneOn).toMatchObject({ name: 'RunActivity:upload' })
  expect(hasCall(spansOf(caller), 'YOUTUBE session.put', 'commit')).toBeDefined()
})

test('a publish goes on while the collector is down', async () => {
  await collector.close()
  const { published } = await publish(['TIKTOK', 'INSTAGRAM'], 300_000, newCaller())
  await published()
})
