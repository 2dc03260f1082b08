import { randomBytes, randomUUID } from 'node:crypto'
import { SAMPLE } from '../../local/sample/sample-video'
import type { InspectionRuns } from '../../src/domain/ports/inspection'
import { etagOf } from '../../src/storage/etag'
import { createInspectionRuns } from '../../src/temporal/inspection-gateway'
import { inspectVideoId } from '../../src/workflows/contract'
import { keepHistory } from '../support/histories'
import { openPublisherWorld, type PublisherWorld } from '../support/publisher'
import { silenceTemporal } from '../support/quiet'
import { reconcilerOf } from '../support/reconciler'
import { until } from '../support/until'
import { startWorkers, type RunningWorkers } from '../support/workers'

silenceTemporal()

let world: PublisherWorld
let workers: RunningWorkers
let runs: InspectionRuns

beforeAll(async () => {
  world = await openPublisherWorld()
  workers = await startWorkers(world)
  runs = createInspectionRuns(workers.client)
})

afterAll(async () => {
  await workers.stop()
  await world.close()
})

type Columns = Partial<{ etag: string | null; uploadId: string; updatedAt: Date }>

/** A video as it is when its upload was completed; no bytes: its object is gone. */
async function uploaded(bytes: Buffer | null, columns: Columns = {}): Promise<string> {
  const key = `videos/${world.userId}/${randomUUID()}.mp4`
  const etag = bytes && etagOf((await world.put(key, bytes)) as { ETag?: string })
  const { id } = await world.prisma.video.create({
    data: {
      ...{ userId: world.userId, r2Key: key, r2Url: `https://videos.example/${key}`, title: 'A video', etag },
      ...{ fileSize: bytes?.length ?? 1, duration: 0, format: 'mp4', resolution: '', aspectRatio: '' },
      ...columns,
    },
    select: { id: true },
  })
  return id
}

const rowOf = (id: string) => world.prisma.video.findUniqueOrThrow({ where: { id } })
const faultsOf = async (id: string) => (await rowOf(id)).faults

test('an uploaded video becomes READY with what its container says', async () => {
  const id = await uploaded(SAMPLE.content)
  await runs.inspect(id)
  expect(await rowOf(id)).toMatchObject({
    ...{ status: 'READY', format: 'mp4', duration: 6, resolution: '720x1280', aspectRatio: '9:16' },
    ...{ videoCodec: 'avc', audioCodec: 'aac', frameRate: 30, faults: [], inspectedAt: expect.any(Date) },
  })
  await keepHistory(workers.client.workflow.getHandle(inspectVideoId(id)), 'video-inspected')
})

test('what is no video becomes FAILED, with a reason and a remedy', async () => {
  const id = await uploaded(randomBytes(10_000))
  await runs.inspect(id)
  expect(await rowOf(id)).toMatchObject({ status: 'FAILED', duration: 0, inspectedAt: expect.any(Date) })
  expect(await faultsOf(id)).toEqual([{ code: 'not-a-video', message: expect.any(String), remedy: expect.any(String) }])
})

test('an object that was replaced or is gone is told as that', async () => {
  const [changed, gone] = await Promise.all([
    uploaded(SAMPLE.content, { etag: 'that-of-another' }),
    uploaded(null, { etag: 'that-of-another' }),
  ])
  await Promise.all([runs.inspect(changed), runs.inspect(gone)])
  expect(await faultsOf(changed)).toMatchObject([{ code: 'object-changed' }])
  expect(await faultsOf(gone)).toMatchObject([{ code: 'object-missing' }])
})

test('asked for at once by many, a video is inspected once', async () => {
  const id = await uploaded(SAMPLE.content)
  await Promise.all(Array.from({ length: 5 }, () => runs.inspect(id)))
  const { inspectedAt } = await rowOf(id)
  await runs.inspect(id)
  expect(await rowOf(id)).toMatchObject({ status: 'READY', inspectedAt })
})

test('a video whose upload is under way is left alone', async () => {
  const id = await uploaded(SAMPLE.content, { uploadId: 'not-completed' })
  await runs.inspect(id)
  expect(await rowOf(id)).toMatchObject({ status: 'PROCESSING', inspectedAt: null })
})

test('a round of the reconciler inspects what nobody began, and nothing that is not there yet', async () => {
  const updatedAt = new Date(Date.now() - 60_000)
  const [forgotten, uploading, fresh] = await Promise.all([
    uploaded(SAMPLE.content, { updatedAt, etag: null }),
    uploaded(SAMPLE.content, { updatedAt, uploadId: 'not-completed' }),
    uploaded(SAMPLE.content),
  ])
  await reconcilerOf(world, workers)()
  await until(async () => (await rowOf(forgotten)).status === 'READY')
  for (const id of [uploading, fresh]) expect(await rowOf(id)).toMatchObject({ status: 'PROCESSING' })
})
