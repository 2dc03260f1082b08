import type { PlatformPublisher } from '../../src/domain/ports/platform'
import type { ListedMedia } from '../../src/platforms/instagram/answers'
import { findLostMedia } from '../../src/platforms/instagram/lost-media'
import { startMemorySource, type MemorySource } from '../support/memory-source'
import { openBench, problemOf, type Bench } from './bench'
import { CAPTION, prepareReel, type Wanted } from './instagram-task'

let bench: Bench
let instagram: PlatformPublisher
let source: MemorySource

beforeAll(async () => {
  bench = await openBench()
  instagram = bench.publishers.INSTAGRAM
  source = await startMemorySource(30_000)
})
afterAll(async () => {
  await Promise.all([bench.stop(), source.stop()])
})
beforeEach(() => bench.reset())

async function ready(wanted?: Wanted) {
  const reel = await prepareReel(bench, source, wanted)
  await reel.settled()
  return reel
}
const fault = (operation: string, kind: string, more: object = {}) =>
  bench.fault({ platform: 'INSTAGRAM', operation, kind, ...more })
const graphError = (code: number, error_subcode?: number) => ({
  status: 400,
  body: { error: { code, error_subcode } },
})
const modeOf = (account: { platformUserId: string }, publishMode: string) =>
  bench.patchAccount('INSTAGRAM', account.platformUserId, { publishMode })

test('a commit before the container is finished publishes nothing and may be repeated', async () => {
  const { commit, settled } = await prepareReel(bench, source)
  expect(await problemOf(commit())).toMatchObject({ code: 'upload-incomplete', category: 'transient' })
  await settled()
  expect(await commit()).toMatchObject({ outcome: 'published' })
})

test.each([
  ['a cut connection', 'after-effect', {}],
  ['half an answer', 'truncate', {}],
  ['HTTP 500', 'after-effect', { status: 500 }],
  ['4 / 2207051, the spam block', 'after-effect', graphError(4, 2207051)],
  ['-1 / 2207001, the server error', 'after-effect', graphError(-1, 2207001)],
  ['24 / 2207008, the unknown creation', 'after-effect', graphError(24, 2207008)],
  ['100 / 33, the missing object', 'after-effect', graphError(100, 33)],
  ['368, the policy block', 'after-effect', graphError(368)],
  ['a rate error', 'after-effect', { status: 429 }],
])('a post that is live behind %s is found again by its exact caption, whole', async (_what, kind, more) => {
  const { commit, probe, task } = await ready()
  await fault('media.publish', kind, more)
  expect(await problemOf(commit())).toMatchObject({ category: 'unknown-outcome' })
  const [post] = await bench.posts('INSTAGRAM')
  const identity = { platformPostId: post?.postId, provisionalId: task.reference.containerId, url: post?.url }
  expect(await probe()).toEqual({ verdict: 'published', post: { ...identity, complete: true, warnings: [] } })
  expect(await commit()).toEqual({ outcome: 'accepted' })
  expect(await bench.posts('INSTAGRAM')).toHaveLength(1)
})

test.each(['before-effect', 'drop-connection', 'html-error'])(
  'a commit that failed by %s is unknown, and the probe says that nothing was published',
  async (kind) => {
    const { commit, probe } = await ready()
    await fault('media.publish', kind)
    expect(await problemOf(commit())).toMatchObject({ category: 'unknown-outcome' })
    expect(await probe()).toEqual({ verdict: 'not-published' })
    await commit()
    expect(await bench.posts('INSTAGRAM')).toHaveLength(1)
  },
)

describe('a commit that was not taken', () => {
  test('for suspected spam is not sent again: the block is what the job ends with', async () => {
    const { commit, probe, task } = await ready()
    await modeOf(task.account, 'spam')
    expect(await problemOf(commit())).toMatchObject({ category: 'unknown-outcome', platformCode: '4/2207051' })
    expect(await probe()).toMatchObject({
      verdict: 'not-published',
      problem: { code: 'spam-suspected', category: 'policy' },
    })
  })

  test('for a rate limit waits as long as Instagram said', async () => {
    const { commit, probe } = await ready()
    await fault('media.publish', 'before-effect', { ...graphError(80002), retryAfterSeconds: 300 })
    expect(await problemOf(commit())).toMatchObject({ category: 'unknown-outcome' })
    const found = await probe()
    expect(found).toMatchObject({ verdict: 'not-published', problem: { category: 'rate-limited' } })
    const untilMs = (found.verdict === 'not-published' && found.problem?.untilMs) || 0
    expect(untilMs - Date.now()).toBeGreaterThan(290_000)
  })

  test('is judged by its own answer, not by that of an earlier one', async () => {
    const { commit, probe, task } = await ready()
    await modeOf(task.account, 'spam')
    await problemOf(commit())
    await modeOf(task.account, 'normal')
    await fault('media.publish', 'drop-connection')
    await problemOf(commit())
    expect(await probe()).toEqual({ verdict: 'not-published' })
  })

  test('since its creation is unknown is tried again for two minutes, then made anew', async () => {
    const { commit, probe, task } = await ready()
    await modeOf(task.account, 'unknown-creation')
    for (const waitSeconds of [60, 61]) {
      expect(await problemOf(commit())).toMatchObject({ category: 'unknown-outcome', platformCode: '24/2207008' })
      expect(await probe()).toEqual({ verdict: 'not-published' })
      await bench.advance(waitSeconds)
    }
    expect(await problemOf(commit())).toMatchObject({ code: 'upload-gone', category: 'transient' })
    expect(await bench.requests('INSTAGRAM', 'media.publish')).toHaveLength(2)
  })

  test('since its creation was unknown for a moment goes through with the same container', async () => {
    const { commit, probe } = await ready()
    await fault('media.publish', 'before-effect', graphError(24, 2207006))
    await problemOf(commit())
    expect(await probe()).toEqual({ verdict: 'not-published' })
    expect(await commit()).toMatchObject({ outcome: 'published' })
    expect(await bench.posts('INSTAGRAM')).toHaveLength(1)
  })

  test('for the daily cap is a definite no, and waits', async () => {
    const { commit, task } = await ready()
    await bench.patchAccount('INSTAGRAM', task.account.platformUserId, { publishingCap: 0 })
    expect(await problemOf(commit())).toMatchObject({ code: 'publishing-cap', category: 'rate-limited' })
  })
})

test('a published container is never published again', async () => {
  const { commit, transfer } = await ready()
  await commit()
  expect(await transfer()).toEqual({ state: 'ready' })
  expect(await commit()).toEqual({ outcome: 'accepted' })
  expect(await bench.requests('INSTAGRAM', 'media.publish')).toHaveLength(1)
})

test('a commit that comes too late sends nothing: a process that was frozen leaves the verdict to the probe', async () => {
  const { commit, probe } = await ready()
  expect(await problemOf(commit(Date.now() - 1))).toMatchObject({ code: 'commit-too-late', category: 'transient' })
  expect(await probe()).toEqual({ verdict: 'not-published' })
  expect(await bench.posts('INSTAGRAM')).toEqual([])
})

describe('a probe without the container', () => {
  test('finds the post among the others', async () => {
    const { commit, probe, task } = await ready()
    await commit()
    const [post] = await bench.posts('INSTAGRAM')
    await bench.patchAccount('INSTAGRAM', task.account.platformUserId, { missingReads: 1 })
    expect(await probe()).toMatchObject({ verdict: 'published', post: { platformPostId: post?.postId } })
  })

  /** How long a container is told to be PUBLISHED is not documented. */
  const dropped = () => fault('container.get', 'before-effect', { status: 200, body: { status_code: 'EXPIRED' } })

  test('that Instagram has dropped finds the post all the same', async () => {
    const { commit, probe } = await ready()
    await commit()
    const [post] = await bench.posts('INSTAGRAM')
    await dropped()
    expect(await probe()).toMatchObject({ verdict: 'published', post: { platformPostId: post?.postId } })
  })

  test('that Instagram has dropped gives no verdict where two posts may be it', async () => {
    const reel = await ready()
    for (const other of [await ready({ account: reel.task.account }), await ready({ account: reel.task.account })]) {
      await other.commit()
    }
    await dropped()
    expect(await reel.probe()).toMatchObject({ verdict: 'unknown' })
  })

  test('gives no verdict where there is none', async () => {
    const { probe } = await ready()
    await fault('container.get', 'before-effect', graphError(100, 33))
    expect(await probe()).toMatchObject({ verdict: 'unknown' })
  })
})

describe('a post whose id is unknown', () => {
  /** Ready to be published beside a Reel of the same account that nothing tells it apart from. */
  async function twin() {
    const reel = await ready()
    const other = await ready({ account: reel.task.account })
    await other.commit()
    return reel
  }

  test('is published all the same, its id is awaited, and the user is told', async () => {
    const { commit, probe, task } = await twin()
    await fault('media.publish', 'after-effect')
    await problemOf(commit())
    const found = await probe()
    expect(found).toMatchObject({
      verdict: 'published',
      awaiting: expect.any(String),
      post: { platformPostId: null, provisionalId: task.reference.containerId, complete: false },
    })
    if (found.verdict !== 'published') return
    expect(found.post.warnings).toMatchObject([{ code: 'post-id-unknown' }])
    expect(await instagram.enrich(task, found.post, Date.now())).toMatchObject({
      platformPostId: null,
      complete: false,
    })
  })

  test('is found later by what was published since the commit', async () => {
    const { commit, task } = await ready()
    await fault('media.publish', 'after-effect')
    await problemOf(commit())
    const [post] = await bench.posts('INSTAGRAM')
    const unknown = { platformPostId: null, provisionalId: task.reference.containerId ?? '' }
    expect(await instagram.enrich(task, unknown, Date.now())).toEqual({
      ...unknown,
      platformPostId: post?.postId,
      url: post?.url,
      complete: true,
      warnings: [],
    })
  })
})

test('a list of posts that cannot be read takes nothing from a container that says PUBLISHED', async () => {
  const { commit, probe } = await ready()
  await commit()
  await fault('media.list', 'before-effect')
  expect(await probe()).toMatchObject({ verdict: 'published', post: { platformPostId: null, complete: false } })
})

test('a permalink that is missing for a moment is asked for again and never fails the post', async () => {
  const { commit, task } = await ready()
  const committed = await commit()
  if (committed.outcome !== 'published') throw new Error('not published')
  await fault('media.get', 'before-effect', graphError(100, 33))
  const enrich = () => instagram.enrich(task, committed.post, Date.now())
  expect(await problemOf(enrich())).toMatchObject({ category: 'transient' })
  expect(await enrich()).toMatchObject({ complete: true, url: expect.stringContaining('/reel/') })
})

describe('a lost media id', () => {
  const COMMITTED_MS = Date.parse('2026-11-22T12:00:00Z')
  const reel = (id: string, change: object = {}): ListedMedia => ({
    id,
    caption: CAPTION,
    timestamp: '2026-11-22T12:00:03+0000',
    media_product_type: 'REELS',
    ...change,
  })
  const find = (...media: ListedMedia[]) => findLostMedia(media, CAPTION, COMMITTED_MS).map(({ id }) => id)

  test('is that of the only Reel with the caption since the commit', () => {
    expect(find(reel('1', { caption: 'newer, of a stranger' }), reel('2'))).toEqual(['2'])
  })

  test('may be that of either of two that nothing tells apart', () => {
    expect(find(reel('1'), reel('2'))).toEqual(['1', '2'])
  })

  test.each([
    ['an older one', [reel('1', { timestamp: '2026-11-22T11:00:00+0000' })]],
    ['a caption that only begins alike', [reel('1', { caption: `${CAPTION} and more` })]],
    ['a feed video', [reel('1', { media_product_type: 'FEED' })]],
    ['nothing', []],
  ])('is not that of %s', (_what, media) => {
    expect(find(...media)).toEqual([])
  })
})
