import { PublishError } from '../../src/domain/errors'
import { startMemorySource, type MemorySource } from '../support/memory-source'
import { openBench, problemOf, type Bench } from './bench'
import { CAPTION, prepareReel, type Wanted } from './instagram-task'

const SIZE_BYTES = 3_000_000

let bench: Bench
let source: MemorySource

beforeAll(async () => {
  bench = await openBench()
  source = await startMemorySource(SIZE_BYTES)
})
afterAll(async () => {
  await Promise.all([bench.stop(), source.stop()])
})
beforeEach(async () => {
  source.reads.length = 0
  await bench.reset()
})

const prepared = (wanted: Wanted = {}) => prepareReel(bench, source, { login: 'facebook', ...wanted })
const fault = (kind: string, more: object = {}) =>
  bench.fault({ platform: 'INSTAGRAM', operation: 'rupload.post', kind, ...more })

test("an account of Facebook Login gets the bytes uploaded to Meta's host, and its post on the other Graph API", async () => {
  const { settled, commit, task, progress } = await prepared()
  expect(await settled()).toEqual({ state: 'ready' })
  expect(progress.at(-1)).toBe(SIZE_BYTES)
  expect(source.reads).toEqual([`0-${SIZE_BYTES - 1}`])
  const committed = await commit()
  expect(await bench.posts('INSTAGRAM')).toMatchObject([{ caption: CAPTION, sha256: source.sha256 }])
  if (committed.outcome !== 'published') throw new Error('not published')
  const enriched = await bench.publishers.INSTAGRAM.enrich(task, committed.post, Date.now())
  expect(enriched).toMatchObject({ complete: true, url: expect.stringContaining('/reel/') })
})

test('an upload that broke off goes on from the bytes that Meta has', async () => {
  const { transfer, settled, commit } = await prepared()
  await fault('drop-connection', { afterBytes: 1_000_000 })
  expect(await problemOf(transfer())).toMatchObject({ code: 'no-answer', category: 'transient' })
  expect(await settled()).toEqual({ state: 'ready' })
  expect(source.reads).toEqual([`0-${SIZE_BYTES - 1}`, `1000000-${SIZE_BYTES - 1}`])
  await commit()
  expect((await bench.posts('INSTAGRAM')).map(({ sha256 }) => sha256)).toEqual([source.sha256])
})

test('an upload whose bytes Meta has dropped begins again', async () => {
  const { transfer, settled, commit } = await prepared({ profile: { keepsInterruptedBytes: false } })
  await fault('drop-connection', { afterBytes: 1_000_000 })
  await problemOf(transfer())
  // Meta may still be busy with the interrupted request: then an attempt is refused, and the next asks again.
  while ((await transfer().catch(() => null)) === null);
  await settled()
  expect(source.reads.at(-1)).toBe(`0-${SIZE_BYTES - 1}`)
  await commit()
  expect((await bench.posts('INSTAGRAM')).map(({ sha256 }) => sha256)).toEqual([source.sha256])
})

test.each([
  ['after-effect', {}],
  ['truncate', {}],
  ['after-effect', { status: 500 }],
])('an upload whose answer was lost (%s %j) is not sent again', async (kind, more) => {
  const { transfer, settled } = await prepared()
  await fault(kind, more)
  expect(await problemOf(transfer())).toMatchObject({ category: 'transient' })
  await settled()
  expect(await bench.requests('INSTAGRAM', 'rupload.post')).toHaveLength(1)
})

test.each([
  ['before-effect', { status: 500 }, 'platform-unavailable'],
  ['html-error', {}, 'platform-unavailable'],
  ['rate-limit', {}, 'platform-unavailable'],
  ['before-effect', { status: 400, body: offsetInvalid() }, 'upload-incomplete'],
])('a failure that may pass (%s %j) is tried again with the same container', async (kind, more, code) => {
  const { transfer, settled } = await prepared()
  await fault(kind, more)
  expect(await problemOf(transfer())).toMatchObject({ code, category: 'transient' })
  expect(await settled()).toEqual({ state: 'ready' })
  expect(await bench.requests('INSTAGRAM', 'media.create')).toHaveLength(1)
})

test('a failure that Meta calls final asks for a new container', async () => {
  const { transfer } = await prepared()
  await fault('before-effect', { status: 400 })
  expect(await transfer()).toMatchObject({ state: 'gone', problem: { code: 'upload-refused', category: 'transient' } })
})

test('an object that is replaced in mid-upload ends the job before anything is published', async () => {
  const replaced = new PublishError({
    code: 'source-changed',
    category: 'media',
    message: 'The object was replaced.',
    remedy: 'Register it anew.',
  })
  async function* half() {
    yield Buffer.alloc(1_000_000)
    throw await Promise.resolve(replaced)
  }
  const { transfer } = await prepared({ source: { read: () => Promise.resolve(half()) } })
  expect(await problemOf(transfer())).toMatchObject({ code: 'source-changed', category: 'media' })
  expect(await bench.requests('INSTAGRAM', 'media.publish')).toEqual([])
})

test('an upload cannot go on after a reconnect by the other login', async () => {
  const { task } = await prepared()
  const account = { ...task.account, login: null }
  const result = await bench.publishers.INSTAGRAM.transfer({ ...task, account }, () => {})
  expect(result).toMatchObject({ state: 'gone', problem: { code: 'upload-gone' } })
})

test('a container past its day is gone', async () => {
  const { transfer } = await prepared()
  await bench.advance(24 * 3_600 + 1)
  expect(await transfer()).toMatchObject({ state: 'gone' })
})

function offsetInvalid() {
  return { debug_info: { retriable: false, type: 'OffsetInvalidError', message: 'Request starting offset is invalid' } }
}
