import { until } from '../support/until'
import { openBench, problemOf, type Bench } from './bench'
import { tiktokBench, type TikTokBench } from './tiktok-bench'

let bench: Bench
let on: TikTokBench

beforeAll(async () => {
  bench = await openBench({ source: 'PULL_FROM_URL' })
  on = tiktokBench(bench)
})
afterAll(() => on.stop())
beforeEach(async () => {
  await bench.reset()
  await bench.setSettings('TIKTOK', { localPulls: true, verifiedUrls: ['127.0.0.1'] })
})

const fetched = () => until(async () => (await bench.posts('TIKTOK')).length > 0)

test('nothing reaches TikTok before the commit, which is the init; the post has the bytes of the public address', async () => {
  const { task, transfer, commit, probe, source } = await on.prepared()
  expect(task.reference).toEqual({ source: 'PULL_FROM_URL' })
  expect(await transfer()).toEqual({ state: 'ready' })
  expect(await bench.requests('TIKTOK', 'video.init')).toEqual([])
  expect(await commit()).toEqual({ outcome: 'accepted', reference: { publishId: expect.any(String), calledAtMs: '0' } })
  await fetched()
  expect(await probe()).toMatchObject({ verdict: 'processing' })
  await bench.advance(5)
  const [post] = await bench.posts('TIKTOK')
  expect(post).toMatchObject({ sha256: source.sha256, caption: 'Over the bay\n\n#sunrise' })
  expect(await probe()).toMatchObject({
    verdict: 'published',
    post: { platformPostId: post?.postId, url: post?.url, provisionalId: task.reference.publishId, complete: true },
  })
  expect(source.reads).toEqual([])
})

test('a bucket without a public address is a matter of configuration, told before anything is sent', async () => {
  const { task, source } = await on.prepared()
  const prepare = on.tiktok.prepare({ ...task, source: { ...source, publicUrl: null } })
  expect(await problemOf(prepare)).toMatchObject({ code: 'source-not-public', category: 'configuration' })
})

test('a domain that is not verified is refused for good', async () => {
  await bench.setSettings('TIKTOK', { verifiedUrls: [] })
  const { commit } = await on.prepared()
  expect(await problemOf(commit())).toMatchObject({ code: 'source-domain-unverified', category: 'configuration' })
})

test('a commit after its time is not sent', async () => {
  const { task } = await on.prepared()
  const late = on.tiktok.commit({ ...task, sendBeforeMs: Date.now() - 1 }, () => {})
  expect(await problemOf(late)).toMatchObject({ code: 'commit-too-late', category: 'transient' })
  expect(await bench.requests('TIKTOK', 'video.init')).toEqual([])
})

test.each(['after-effect', 'truncate'])(
  'an init whose answer is lost by %s is unknown until its post is found by its caption',
  async (kind) => {
    const { commit, probe } = await on.prepared()
    await bench.fault({ platform: 'TIKTOK', operation: 'video.init', kind })
    expect(await problemOf(commit())).toMatchObject({ category: 'unknown-outcome' })
    expect(await probe()).toMatchObject({ verdict: 'unknown' })
    await fetched()
    await bench.advance(5)
    const [post] = await bench.posts('TIKTOK')
    expect(await probe()).toMatchObject({
      verdict: 'published',
      post: { platformPostId: post?.postId, url: post?.url, visibility: 'PUBLIC_TO_EVERYONE', complete: true },
    })
    expect(await bench.posts('TIKTOK')).toHaveLength(1)
  },
)

test.each(['before-effect', 'drop-connection', 'html-error'])(
  'an init that ended by %s never counts as not published',
  async (kind) => {
    const { commit, probe } = await on.prepared()
    await bench.fault({ platform: 'TIKTOK', operation: 'video.init', kind })
    expect(await problemOf(commit())).toMatchObject({ category: 'unknown-outcome' })
    await bench.advance(5)
    expect(await probe()).toMatchObject({ verdict: 'unknown' })
  },
)

test('an init over the limit is definitely not taken', async () => {
  const { commit } = await on.prepared()
  await bench.fault({ platform: 'TIKTOK', operation: 'video.init', kind: 'rate-limit' })
  expect(await problemOf(commit())).toMatchObject({ category: 'rate-limited' })
})

describe('a post without its publish id', () => {
  /** Posts the same text as often as asked, losing every answer. */
  async function lost(posts: number, options: Record<string, unknown> = {}) {
    const first = await on.prepared({ options })
    for (let sent = 1; sent <= posts; sent++) {
      await bench.fault({ platform: 'TIKTOK', operation: 'video.init', kind: 'after-effect' })
      await problemOf(first.commit())
    }
    await until(async () => (await bench.posts('TIKTOK')).length === posts)
    await bench.advance(5)
    return first
  }

  test('is not guessed where several look like it', async () => {
    const { probe } = await lost(2)
    expect(await probe()).toMatchObject({ verdict: 'unknown', detail: expect.stringMatching(/several/i) })
  })

  test('is not one that was there before', async () => {
    const { task } = await lost(1)
    expect(await on.tiktok.probe(task, Date.now() + 60_000)).toMatchObject({ verdict: 'unknown' })
  })

  test('is not one with other words', async () => {
    const { task, probe } = await lost(1)
    const other = { ...task, draft: on.draft({}, 'Over the bays') }
    expect(await on.tiktok.probe(other, 0)).toMatchObject({ verdict: 'unknown' })
    expect(await probe()).toMatchObject({ verdict: 'published' })
  })

  test('is not looked for where nobody can see it', async () => {
    const { probe } = await lost(1, { privacyLevel: 'SELF_ONLY' })
    expect(await probe()).toMatchObject({ verdict: 'unknown', detail: expect.stringMatching(/public/) })
    expect(await bench.requests('TIKTOK', 'video.list')).toEqual([])
  })

  test('is found behind a page of newer videos', async () => {
    const { task, probe } = await lost(1)
    await bench.patchAccount('TIKTOK', task.account.platformUserId, { dailyPostCap: 100 })
    const newer = { ...task, draft: on.draft({}, 'Something else') }
    for (let post = 1; post <= 20; post++) {
      await on.tiktok.commit({ ...newer, sendBeforeMs: Infinity }, () => {})
      await bench.advance(15)
    }
    await until(async () => (await bench.posts('TIKTOK')).length === 21)
    await bench.advance(5)
    const [post] = await bench.posts('TIKTOK')
    expect(await probe()).toMatchObject({ verdict: 'published', post: { platformPostId: post?.postId } })
    expect(await bench.requests('TIKTOK', 'video.list')).toHaveLength(2)
  })
})

test('a caption longer than what TikTok shows is known by its beginning', async () => {
  const { task } = await on.prepared()
  const long = { ...task, draft: on.draft({}, `${'😀'.repeat(60)} ${'word '.repeat(100)}`) }
  await bench.fault({ platform: 'TIKTOK', operation: 'video.init', kind: 'after-effect' })
  await problemOf(on.tiktok.commit({ ...long, sendBeforeMs: Infinity }, () => {}))
  await fetched()
  await bench.advance(5)
  expect(await on.tiktok.probe(long, 0)).toMatchObject({ verdict: 'published' })
})

test('a download that TikTok gave up is over, and a new one may succeed', async () => {
  const { task, commit, probe, source } = await on.prepared()
  const broken = { ...source, publicUrl: source.publicUrl?.replace(/:\d+/, ':1') ?? null }
  const result = await on.tiktok.commit({ ...task, source: broken, sendBeforeMs: Infinity }, () => {})
  if (result.outcome === 'accepted') Object.assign(task.reference, result.reference)
  const failed = { code: 'source-not-fetched', category: 'transient', platformCode: 'video_pull_failed' }
  expect(await until(async () => settled(await probe()))).toMatchObject({ verdict: 'refused', problem: failed })
  await commit()
  await fetched()
  await bench.advance(5)
  expect(await probe()).toMatchObject({ verdict: 'published' })
})

const settled = <T extends { verdict: string }>(found: T): T | null => (found.verdict === 'processing' ? null : found)

test('an upload that was prepared before the setting changed is finished as it began', async () => {
  const uploading = await openBench()
  const files = tiktokBench(uploading)
  try {
    const { task } = await files.prepared()
    expect(await on.tiktok.commit({ ...task, sendBeforeMs: Infinity }, () => {})).toEqual({ outcome: 'accepted' })
    expect(await uploading.posts('TIKTOK')).toHaveLength(1)
  } finally {
    await files.stop()
  }
})
