import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline } from 'node:stream/promises'
import { DefaultLogger, Runtime } from '@temporalio/worker'
import { openPublisherWorld, type PublisherWorld } from '../support/publisher'
import { until } from '../support/until'
import { startWorkers, type RunningWorkers } from '../support/workers'

Runtime.install({ logger: new DefaultLogger('ERROR') })

let domain: Server
let world: PublisherWorld
let workers: RunningWorkers

beforeAll(async () => {
  domain = createServer((request, response) => void serveObject(request.url ?? '/').then((bytes) => bytes(response)))
  domain.listen(0, '127.0.0.1')
  await once(domain, 'listening')
  const publicUrl = `http://127.0.0.1:${(domain.address() as AddressInfo).port}`
  world = await openPublisherWorld({
    TIKTOK_SOURCE: 'PULL_FROM_URL',
    R2_PUBLIC_URL: publicUrl,
    COMMIT_TIMEOUT_MS: '3000',
    CONFIRM_BUDGET_MS: '2000',
    UNCONFIRMED_INTERVAL_MS: '500',
  })
  await world.control('settings/TIKTOK', { localPulls: true, verifiedUrls: [`${publicUrl}/`] }, 'PATCH')
  workers = await startWorkers(world)
})

afterEach(() => world.control('faults', undefined, 'DELETE'))

afterAll(async () => {
  await workers.stop()
  await world.close()
  domain.close()
})

/** The bucket's public domain. */
async function serveObject(path: string) {
  const key = decodeURIComponent(path.slice(1))
  const head = await world.store.head(key)
  return async (response: NodeJS.WritableStream & { writeHead(status: number, headers?: object): void }) => {
    if (!head) {
      response.writeHead(404)
      response.end()
      return
    }
    response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': head.sizeBytes })
    const bytes = await world.store.open(key, head).read(0, head.sizeBytes - 1, new AbortController().signal)
    await pipeline(bytes, response)
  }
}

async function publish() {
  const video = await world.addVideo(300_000)
  const job = await world.newJob('TIKTOK', video.id)
  const inits = (await world.requests('TIKTOK', 'video.init')).length
  await workers.publish(job)
  return {
    handle: workers.client.workflow.getHandle(job.jobId),
    posts: async () => (await world.posts('TIKTOK')).filter((post) => post.sha256 === video.sha256),
    row: () =>
      world.prisma.publishJob.findUniqueOrThrow({
        where: { jobId: job.jobId },
        include: { post: true, attempts: true },
      }),
    inits: async () => (await world.requests('TIKTOK', 'video.init')).length - inits,
  }
}

test('a video that TikTok fetches from the public domain is one post, byte for byte, and no byte is sent', async () => {
  const { handle, posts, row, inits } = await publish()
  await handle.result()
  expect(await posts()).toHaveLength(1)
  expect(await row()).toMatchObject({ phase: 'published', commitNumber: 1, post: { platformPostIdProvisional: false } })
  expect(await inits()).toBe(1)
  expect(await world.requests('TIKTOK', 'chunk.put')).toEqual([])
})

test('an init whose answer was lost is found again by its caption, and never sent twice', async () => {
  await world.control('faults', { platform: 'TIKTOK', operation: 'video.init', kind: 'after-effect', times: 1 })
  const { handle, posts, row, inits } = await publish()
  await handle.result()
  expect(await posts()).toHaveLength(1)
  expect(await row()).toMatchObject({ phase: 'published', commitNumber: 1 })
  expect(await inits()).toBe(1)
})

test('an init that never arrived leaves the job unconfirmed for a person, and is not sent again by itself', async () => {
  await world.control('faults', { platform: 'TIKTOK', operation: 'video.init', kind: 'drop-connection' })
  const { posts, row, inits } = await publish()
  await until(async () => (await row()).phase === 'unconfirmed')
  const { commitVerdict, attempts } = await row()
  expect(commitVerdict).toBeNull()
  // What the platform said last is on record for whoever has to decide.
  const probes = attempts.filter(({ step }) => step === 'probe').map(({ message }) => message)
  expect(probes).toContainEqual(expect.stringMatching(/publish was lost/))
  expect(await posts()).toHaveLength(0)
  expect(await inits()).toBe(1)
})
