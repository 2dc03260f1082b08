import type { PlatformPublisher, PostDraft, SentTask } from '../../src/domain/ports/platform'
import { type MemorySource, startMemorySource } from '../support/memory-source'
import { type Bench, openBench, problemOf } from './bench'

const MIB = 1024 * 1024
const LARGE_BYTES = 20 * MIB + 5
const DAY_S = 86_400
const draft: PostDraft = {
  title: 'Sunrise',
  caption: 'Over the bay',
  hashtags: ['sunrise'],
  options: { privacyStatus: 'unlisted', madeForKids: false },
}

let bench: Bench
let youtube: PlatformPublisher
let small: MemorySource
let large: MemorySource

beforeAll(async () => {
  bench = await openBench()
  youtube = bench.publishers.YOUTUBE
  small = await startMemorySource(300_001)
  large = await startMemorySource(LARGE_BYTES)
})
afterAll(async () => {
  await Promise.all([bench.stop(), small.stop(), large.stop()])
})
beforeEach(async () => {
  small.reads.length = 0
  large.reads.length = 0
  await bench.reset()
})

async function prepared(options: { source?: MemorySource; profile?: object; draft?: Partial<PostDraft> } = {}) {
  const source = options.source ?? small
  const account = await bench.account('YOUTUBE', options.profile)
  const base = {
    account,
    draft: { ...draft, ...options.draft },
    source,
    image: () => Promise.reject(new Error('no image was named')),
    signal: new AbortController().signal,
  }
  const { reference, expiresAtMs } = await youtube.prepare(base)
  const task: SentTask = { ...base, reference, taken: () => Promise.resolve(new Set()) }
  const bytes: number[] = []
  const onBytes = (count: number) => void bytes.push(count)
  return {
    task,
    source,
    bytes,
    expiresAtMs,
    transfer: () => youtube.transfer(task, onBytes),
    commit: () => youtube.commit({ ...task, sendBeforeMs: Infinity }, onBytes),
    probe: () => youtube.probe(task, Date.now()),
  }
}

test('a video goes in chunks, the last bytes only with the commit, and the session names the post', async () => {
  const { transfer, commit, probe, source, bytes, expiresAtMs } = await prepared({ source: large })
  expect(expiresAtMs - Date.now()).toBeLessThanOrEqual(7 * DAY_S * 1000)
  expect(await transfer()).toEqual({ state: 'ready' })
  expect(bytes).toEqual([0, 8 * MIB, 16 * MIB])
  expect(await bench.posts('YOUTUBE')).toEqual([])
  expect(await commit()).toEqual({ outcome: 'accepted' })
  expect(bytes.at(-1)).toBe(LARGE_BYTES)
  const [post] = await bench.posts('YOUTUBE')
  expect(post).toMatchObject({ title: 'Sunrise', caption: 'Over the bay\n\n#sunrise', sha256: source.sha256 })
  expect(await probe()).toMatchObject({
    verdict: 'published',
    post: { platformPostId: post?.postId, provisionalId: post?.postId, url: post?.url, visibility: 'unlisted' },
  })
})

test.each(['before-effect', 'after-effect', 'drop-connection', 'html-error', 'rate-limit', 'truncate'])(
  'a chunk struck by %s is resumed where YouTube stopped, and the bytes are right',
  async (kind) => {
    const { transfer, commit, source } = await prepared({ source: large })
    await bench.fault({ platform: 'YOUTUBE', operation: 'session.put', kind, afterBytes: 1_000_001 })
    expect(await problemOf(transfer())).toMatchObject({
      category: expect.stringMatching(/transient|rate-limited/) as string,
    })
    expect(await transfer()).toEqual({ state: 'ready' })
    await commit()
    expect(await bench.posts('YOUTUBE')).toMatchObject([{ sha256: source.sha256 }])
  },
)

test('a chunk that was kept in part is not sent again from its start', async () => {
  const { transfer } = await prepared({ source: large })
  await bench.fault({ platform: 'YOUTUBE', operation: 'session.put', kind: 'drop-connection', afterBytes: 1_000_001 })
  await problemOf(transfer())
  await transfer()
  expect(large.reads[1]).toBe(`1000001-${1_000_001 + 8 * MIB - 1}`)
})

test.each(['after-effect', 'truncate'])(
  'a commit whose answer is lost by %s is unknown, and the session tells the post again',
  async (kind) => {
    const { transfer, commit, probe } = await prepared()
    await transfer()
    await bench.fault({ platform: 'YOUTUBE', operation: 'session.put', kind })
    expect(await problemOf(commit())).toMatchObject({ category: 'unknown-outcome' })
    const [post] = await bench.posts('YOUTUBE')
    expect(await probe()).toMatchObject({ verdict: 'published', post: { platformPostId: post?.postId } })
  },
)

test.each(['before-effect', 'drop-connection', 'html-error', 'rate-limit'])(
  'a commit that failed by %s is unknown, and the probe says that nothing was published',
  async (kind) => {
    const { commit, probe, source } = await prepared()
    await bench.fault({ platform: 'YOUTUBE', operation: 'session.put', kind })
    expect(await problemOf(commit())).toMatchObject({ category: 'unknown-outcome' })
    expect(await probe()).toEqual({ verdict: 'not-published' })
    expect(await commit()).toEqual({ outcome: 'accepted' })
    expect(await bench.posts('YOUTUBE')).toMatchObject([{ sha256: source.sha256 }])
  },
)

test('a finished upload is never sent again: transfer is ready and the commit only asks', async () => {
  const { transfer, commit } = await prepared()
  const first = await commit()
  const sent = (await bench.requests('YOUTUBE', 'session.put')).length
  expect(await transfer()).toEqual({ state: 'ready' })
  expect(await commit()).toEqual(first)
  expect(await bench.requests('YOUTUBE', 'session.put')).toHaveLength(sent)
  expect(await bench.posts('YOUTUBE')).toHaveLength(1)
})

test('a question that is not answered before the commit has published nothing', async () => {
  const { commit } = await prepared()
  await bench.fault({ platform: 'YOUTUBE', operation: 'session.query', kind: 'before-effect' })
  expect(await problemOf(commit())).toMatchObject({ category: 'transient' })
  expect(await bench.requests('YOUTUBE', 'session.put')).toEqual([])
})

describe('a session that YouTube has forgotten', () => {
  /** A life so short that the token outlives it. */
  const forgotten = async (work: (upload: Awaited<ReturnType<typeof prepared>>) => Promise<void>) => {
    await bench.setSettings('YOUTUBE', { sessionSeconds: 60 })
    const upload = await prepared()
    await work(upload)
    await bench.advance(61)
    return upload
  }

  test('is gone to a transfer, and to a commit that has sent nothing', async () => {
    const { transfer, commit } = await forgotten(async () => {})
    expect(await transfer()).toEqual({ state: 'gone' })
    expect(await problemOf(commit())).toMatchObject({ code: 'upload-gone', category: 'transient' })
  })

  test('leaves its post to be found among the uploads, by a marker that no viewer reads', async () => {
    const { probe, task } = await forgotten(async ({ commit }) => void (await commit()))
    const [post] = await bench.posts('YOUTUBE')
    expect(await probe()).toMatchObject({ verdict: 'published', post: { platformPostId: post?.postId } })
    expect(JSON.stringify(post)).not.toContain(task.reference.marker)
  })

  test('gives no verdict when the uploads do not show it', async () => {
    const { probe } = await forgotten(async () => {})
    expect(await probe()).toMatchObject({ verdict: 'unknown' })
  })
})

test.each([
  ['duplicate', 'duplicate-video', 'policy'],
  ['length', 'video-too-long-for-channel', 'media'],
  ['codec', 'media-refused', 'media'],
])('a video that YouTube gives up with %s is refused', async (failReason, code, category) => {
  const { commit, probe } = await prepared({ profile: { processing: 'fail', failReason } })
  await commit()
  await bench.advance(5)
  expect(await probe()).toMatchObject({ verdict: 'refused', problem: { code, category, platformCode: failReason } })
})

test("the day's quota is waited out until Pacific midnight, the channel's own allowance for a day", async () => {
  await bench.setSettings('YOUTUBE', { uploadsPerDay: 0 })
  const quota = await problemOf(prepared())
  expect(quota).toMatchObject({ code: 'platform-quota-exceeded', category: 'quota' })
  expect((quota.untilMs ?? 0) % 3_600_000).toBe(0)
  await bench.setSettings('YOUTUBE', { uploadsPerDay: 100 })
  expect(await problemOf(prepared({ profile: { uploadCap: 0 } }))).toMatchObject({
    code: 'channel-upload-limit',
    category: 'rate-limited',
  })
})

test('a token that dies in mid-session is told as renewable, and the session goes on with a new one', async () => {
  const { task, source } = await prepared({ source: large })
  await bench.patchAccount('YOUTUBE', task.account.platformUserId, { accessToken: 'fresh' })
  expect(await problemOf(youtube.transfer(task, () => {}))).toMatchObject({ code: 'access-token-invalid' })
  const fresh = { ...task, account: { ...task.account, accessToken: 'fresh' } }
  expect(await youtube.transfer(fresh, () => {})).toEqual({ state: 'ready' })
  await youtube.commit({ ...fresh, sendBeforeMs: Infinity }, () => {})
  expect(await bench.posts('YOUTUBE')).toMatchObject([{ sha256: source.sha256 }])
})
