import { randomUUID } from 'node:crypto'
import { historyToJSON } from '@temporalio/common/lib/proto-utils'
import type { Platform } from '../../src/domain/platform'
import type { NewJob } from '../../src/domain/ports/jobs'
import { eraseUserId } from '../../src/workflows/contract'
import { openBucketView, type BucketView } from '../support/bucket-view'
import { openGate, type Gate } from '../support/gate'
import { copyToken } from '../support/held-token'
import { keepHistory } from '../support/histories'
import { createHolds } from '../support/holds'
import { CHUNKED_BYTES, UPLOAD } from '../support/moments'
import { openOwnAccount, type OwnAccount } from '../support/own-account'
import { openPublisherWorld, type PublisherWorld } from '../support/publisher'
import { silenceTemporal } from '../support/quiet'
import { reconcilerOf } from '../support/reconciler'
import { trackJob } from '../support/tracked-job'
import { until } from '../support/until'
import { startWorkers, systemClock, type RunningWorkers } from '../support/workers'
import { openWorldApi, type WorldApi } from '../support/world-api'

silenceTemporal()

const holds = createHolds()
let world: PublisherWorld
let workers: RunningWorkers
let temporal: Gate
let storage: Gate
let bucket: BucketView
let api: WorldApi

beforeAll(async () => {
  storage = await openGate(new URL(process.env.R2_ENDPOINT ?? '').host)
  const R2_ENDPOINT = `http://${storage.address}`
  world = await openPublisherWorld({ YOUTUBE_QUOTA_MODEL: 'upload-bucket', R2_ENDPOINT }, holds.onCall)
  workers = await startWorkers(world)
  temporal = await openGate(world.config.TEMPORAL_ADDRESS)
  api = await openWorldApi(world, { TEMPORAL_ADDRESS: temporal.address })
  bucket = openBucketView(world.config)
})
afterEach(async () => {
  holds.clear()
  await world.control('faults', undefined, 'DELETE')
})
afterAll(async () => {
  bucket.close()
  await api.close()
  await workers.stop()
  await temporal.close()
  await world.close()
  await storage.close()
})

/** A user of whom there is something to erase. */
async function addUser() {
  const email = `${randomUUID()}@example.com`
  const { id } = await world.prisma.user.create({ data: { email, name: 'Somebody' } })
  await world.put(`videos/${id}/cover.jpg`, Buffer.from('a cover'))
  await world.put(`archive/${id}/2026.jsonl.gz`, Buffer.from('what is archived'))
  await bucket.beginUpload(`videos/${id}/half.mp4`)
  const open = (platform: Platform) => openOwnAccount(world, platform, { clock: systemClock, userId: id })
  const jobOf = ({ platform, target }: OwnAccount, change: Partial<NewJob> & { sizeBytes?: number } = {}) =>
    trackJob(world, workers, platform, { ...target, ...change })
  return { id, email, open, jobOf, run: workers.client.workflow.getHandle(eraseUserId(id)) }
}

const erase = (userId: string) => api.send('DELETE', `/v1/users/${userId}`)

const isGone = async (userId: string) => (await api.send('GET', `/v1/users/${userId}`)).status === 404

async function expectBucketEmpty(userId: string): Promise<void> {
  for (const prefix of [`videos/${userId}/`, `archive/${userId}/`])
    expect(await bucket.below(prefix)).toEqual({ objects: [], uploads: [] })
}

/** Every row of every table, as text. */
async function everyRow(): Promise<string> {
  const tables = await world.prisma.$queryRaw<{ name: string }[]>`
    SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`
  const texts = tables.map(({ name }) =>
    world.prisma.$queryRawUnsafe<{ text: string }[]>(`SELECT row_to_json(t)::text AS text FROM "${name}" t`),
  )
  return (await Promise.all(texts)).flatMap((rows) => rows.map(({ text }) => text)).join('\n')
}

test('no row, object, upload or grant of an erased user is left, and nothing of anybody else is missing', async () => {
  const [user, neighbour] = [await addUser(), await addUser()]
  const accounts = [await user.open('TIKTOK'), await user.open('INSTAGRAM'), await user.open('YOUTUBE')] as const
  const [tiktok, instagram, youtube] = accounts
  const tokens = [await copyToken(world, tiktok), await copyToken(world, youtube)]
  await world.put(`videos/${user.id}x/1.mp4`, Buffer.from('of somebody whose id begins alike'))

  const published = await user.jobOf(tiktok)
  await published.start()
  await published.ended()
  const scheduled = await user.jobOf(instagram, { scheduledFor: new Date(Date.now() + 3_600_000) })
  await scheduled.start()
  await scheduled.reached('scheduled')
  // Registered by an operator, who may need the object elsewhere, too.
  const stray = `shared/${randomUUID()}.mp4`
  await world.put(stray, Buffer.from('a video'))
  await world.prisma.video.update({ where: { id: scheduled.job.videoId }, data: { r2Key: stray } })
  const uploading = await user.jobOf(youtube, { sizeBytes: CHUNKED_BYTES })
  const hold = holds.next('YOUTUBE', UPLOAD.YOUTUBE, 'arrived')
  await uploading.start()
  await hold.reached
  const { videoId } = published.job
  const again = await api.send<{ jobs: { jobId: string }[] }>('POST', '/v1/publish-jobs', {
    headers: { 'idempotency-key': `key-${user.id}` },
    body: {
      ...{ userId: user.id, videoId, caption: 'Once more', allowDuplicate: true },
      ...{ scheduledFor: new Date(Date.now() + 3_600_000).toISOString() },
      targets: [{ platform: 'TIKTOK', options: { privacyLevel: 'SELF_ONLY' } }],
    },
  })
  expect(again.status).toBe(202)
  expect((await api.send('POST', '/v1/connections/tiktok/authorize', { body: { userId: user.id } })).status).toBe(201)

  const names = [
    ...[user.id, user.email, videoId, uploading.job.videoId, stray],
    ...[published, scheduled, uploading].flatMap(({ job }) => [job.jobId, job.caption]),
    ...again.body.jobs.map(({ jobId }) => jobId),
    ...accounts.flatMap(({ target }) => [target.connectionId, target.platformUserId]),
  ]
  const before = await everyRow()
  for (const name of names) expect(before).toContain(name)

  expect(await erase(user.id)).toMatchObject({ status: 202, body: { status: 'erasing' } })
  expect(await isGone(user.id)).toBe(false)
  hold.release()
  await user.run.result()

  expect(await isGone(user.id)).toBe(true)
  const after = await everyRow()
  for (const name of names) expect(after).not.toContain(name)
  await expectBucketEmpty(user.id)
  for (const token of tokens) expect(await token.use()).toBe(401)
  expect(await uploading.posts()).toHaveLength(0)

  expect(await isGone(neighbour.id)).toBe(false)
  expect(await bucket.below(`videos/${neighbour.id}/`)).toMatchObject({ objects: [{}], uploads: [{}] })
  for (const kept of [`videos/${user.id}x/`, stray]) expect((await bucket.below(kept)).objects).toHaveLength(1)
  for (const tracked of [scheduled, uploading])
    await until(async () => (await tracked.handle.describe()).status.name !== 'RUNNING')
  await keepHistory(user.run, 'user-erased')
})

test('the run that erases knows ids, and no more', async () => {
  const user = await addUser()
  const account = await user.open('TIKTOK')
  const { accessToken } = await account.connection()
  await erase(user.id)
  await user.run.result()
  const history = historyToJSON(await user.run.fetchHistory())
  const payloads = [...history.matchAll(/"data": ?"([^"]*)"/g)].map(([, data = '']) => Buffer.from(data, 'base64'))
  const known = [history, ...payloads.map(String)].join('\n')
  expect(known).toContain(user.id)
  for (const secret of [user.email, 'Somebody', accessToken, account.target.platformUserId])
    expect(known).not.toContain(secret)
})

test('while a commit is on its way nobody is erased', async () => {
  const user = await addUser()
  const job = await user.jobOf(await user.open('INSTAGRAM'))
  const hold = holds.next('INSTAGRAM', 'media.publish', 'arrived')
  await job.start()
  await hold.reached
  expect(await erase(user.id)).toMatchObject({ status: 409, body: { code: 'user-busy', jobIds: [job.job.jobId] } })
  hold.release()
  expect(await job.ended()).toMatchObject({ phase: 'published' })
  expect((await erase(user.id)).status).toBe(202)
  await user.run.result()
  expect(await job.posts()).toHaveLength(1)
})

test('with Temporal down an erasure is accepted, and the reconciler starts it', async () => {
  const user = await addUser()
  temporal.cut()
  const answer = await erase(user.id)
  temporal.open()
  expect(answer).toMatchObject({ status: 202 })
  expect(await isGone(user.id)).toBe(false)
  await reconcilerOf(world, workers, { nowMs: () => Date.now() + 60_000 })()
  await user.run.result()
  expect(await isGone(user.id)).toBe(true)
  await expectBucketEmpty(user.id)
})

test('a platform that is down is waited for before the tokens are gone', async () => {
  const user = await addUser()
  const account = await user.open('YOUTUBE')
  const revokes = (await world.requests('YOUTUBE', 'oauth.revoke')).length
  await world.control('faults', { platform: 'YOUTUBE', operation: 'oauth.revoke', kind: 'before-effect', status: 500 })
  await erase(user.id)
  await until(async () => (await world.requests('YOUTUBE', 'oauth.revoke')).length > revokes + 1)
  expect(await account.connection()).toMatchObject({
    status: 'REVOKED',
    accessToken: expect.stringMatching(/./) as string,
  })
  expect(await isGone(user.id)).toBe(false)
  await world.control('faults', undefined, 'DELETE')
  await user.run.result()
  expect((await world.requests('YOUTUBE', 'oauth.revoke')).at(-1)).toMatchObject({ status: 200 })
  expect(await isGone(user.id)).toBe(true)
})

test('a store that is out of reach is waited for before the rows are gone', async () => {
  const user = await addUser()
  storage.cut()
  await erase(user.id)
  await until(async () => {
    const { raw } = await user.run.describe()
    return raw.pendingActivities?.some((step) => step.activityType?.name === 'eraseObjects' && (step.attempt ?? 0) > 1)
  })
  expect(await isGone(user.id)).toBe(false)
  storage.open()
  await user.run.result()
  expect(await isGone(user.id)).toBe(true)
  await expectBucketEmpty(user.id)
})
