import { createHash } from 'node:crypto'
import { SAMPLE } from '../../local/sample/sample-video'
import { openPublisherWorld, type PublisherWorld } from '../support/publisher'
import { reconcilerOf } from '../support/reconciler'
import { silenceTemporal } from '../support/quiet'
import { until } from '../support/until'
import { startWorkers, type RunningWorkers } from '../support/workers'
import { openWorldApi, type WorldApi } from '../support/world-api'

silenceTemporal()

const MIB = 1_048_576
const DAY_MS = 86_400_000

/** A real video of three parts: what follows its end is a box of the kind that says nothing (ISO 14496-12, `free`). */
const FILE = Buffer.concat([SAMPLE.content, freeBox(33 * MIB)])

interface Begun {
  id: string
  status: string
  code: string
  missing: number[]
  key: string
  upload: { partSizeBytes: number; parts: { number: number; url: string; sizeBytes: number }[] }
}

let world: PublisherWorld
let workers: RunningWorkers
let api: WorldApi

beforeAll(async () => {
  world = await openPublisherWorld()
  workers = await startWorkers(world)
  api = await openWorldApi(world)
})
afterAll(async () => {
  await api.close()
  await workers.stop()
  await world.close()
})

function freeBox(sizeBytes: number): Buffer {
  const box = Buffer.alloc(sizeBytes)
  box.writeUInt32BE(sizeBytes)
  box.write('free', 4, 'latin1')
  return box
}

async function begin(): Promise<Begun> {
  const body = { userId: world.userId, title: 'Bedtime', contentType: 'video/mp4', sizeBytes: FILE.length }
  return (await api.send<Begun>('POST', '/v1/videos', { body })).body
}

const send = async ({ upload: { partSizeBytes, parts } }: Begun, number: number) => {
  const content = FILE.subarray((number - 1) * partSizeBytes, number * partSizeBytes)
  const answer = await fetch(String(parts[number - 1]?.url), { method: 'PUT', body: new Uint8Array(content) })
  return { number, etag: String(answer.headers.get('etag')) }
}

const complete = (id: string, parts: object[]) =>
  api.send<Begun>('POST', `/v1/videos/${id}/complete`, { body: { parts } })

test('a file of three parts that came in any order is READY, byte for byte, and completed once', async () => {
  const begun = await begin()
  const parts = await Promise.all([3, 1].map((number) => send(begun, number)))

  const early = await complete(begun.id, parts)
  expect(early).toMatchObject({ status: 409, body: { code: 'upload-incomplete', missing: [2] } })
  parts.push(await send(begun, 2))
  const wrong = parts.map((part) => (part.number === 2 ? { ...part, etag: '0'.repeat(32) } : part))
  expect(await complete(begun.id, wrong)).toMatchObject({ status: 409, body: { code: 'part-differs', parts: [2] } })

  const twins = await Promise.all([1, 2, 3].map(() => complete(begun.id, parts)))
  expect(twins.map(({ status }) => status)).toEqual([200, 200, 200])
  expect((await complete(begun.id, parts)).status).toBe(200)
  await until(async () => (await api.send<Begun>('GET', `/v1/videos/${begun.id}`)).body.status === 'READY')
  const link = await api.send<{ url: string }>('POST', `/v1/videos/${begun.id}/download-links`, { body: {} })
  expect(Buffer.from(await (await fetch(link.body.url)).arrayBuffer()).equals(FILE)).toBe(true)

  const targets = [{ platform: 'YOUTUBE', options: { title: 'Bedtime', privacyStatus: 'public', madeForKids: false } }]
  const body = { userId: world.userId, videoId: begun.id, caption: 'Sleep well', targets }
  expect((await api.send('POST', '/v1/publish-jobs', { body })).status).toBe(202)
  const sha256 = createHash('sha256').update(FILE).digest('hex')
  await until(async () => (await world.posts('YOUTUBE')).some((post) => post.sha256 === sha256))
})

test('a video that is deleted while its parts come leaves none of them', async () => {
  const begun = await begin()
  await send(begun, 1)
  const { uploadId } = await world.prisma.video.findUniqueOrThrow({ where: { id: begun.id } })

  expect((await api.send('DELETE', `/v1/videos/${begun.id}`)).status).toBe(204)
  expect((await send(begun, 2)).etag).toBe('null')
  expect(await world.store.uploadedParts({ key: begun.key, uploadId: String(uploadId) })).toBeNull()
  expect(await complete(begun.id, [{ number: 1, etag: 'e' }])).toMatchObject({ status: 404 })
  await reconcilerOf(world, workers)()
  expect(await world.prisma.video.findUniqueOrThrow({ where: { id: begun.id } })).toMatchObject({ uploadId: null })
})

test('a completion whose answer was lost is one, and may be said again', async () => {
  const begun = await begin()
  const parts = await Promise.all([1, 2, 3].map((number) => send(begun, number)))
  const row = await world.prisma.video.findUniqueOrThrow({ where: { id: begun.id } })
  const upload = { key: row.r2Key, uploadId: String(row.uploadId) }
  await world.store.completeUpload(upload, (await world.store.uploadedParts(upload)) ?? [])

  expect((await complete(begun.id, parts)).status).toBe(200)
  await until(async () => (await api.send<Begun>('GET', `/v1/videos/${begun.id}`)).body.status === 'READY')
})

test('an upload that is not completed in time is FAILED, and its parts are gone from the bucket', async () => {
  const begun = await begin()
  const part = await send(begun, 1)
  const row = await world.prisma.video.findUniqueOrThrow({ where: { id: begun.id } })

  await reconcilerOf(world, workers, { nowMs: () => Date.now() + DAY_MS })()

  expect((await api.send('GET', `/v1/videos/${begun.id}`)).body).toMatchObject({
    status: 'FAILED',
    faults: [{ code: 'upload-not-completed' }],
    uploadExpiresAt: null,
  })
  expect(await world.store.uploadedParts({ key: row.r2Key, uploadId: String(row.uploadId) })).toBeNull()
  expect(await complete(begun.id, [part])).toMatchObject({ status: 410, body: { code: 'upload-expired' } })
})

test('an upload whose user is erased takes nothing any more', async () => {
  const begun = await begin()
  await world.store.erase(`videos/${world.userId}/`, new AbortController().signal)
  expect((await send(begun, 1)).etag).toBe('null')
  expect(await world.store.head(begun.key)).toBeNull()
})
