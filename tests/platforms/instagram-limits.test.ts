import type { Account } from '../../src/domain/ports/platform'
import { reachedLimits } from '../../src/platforms/instagram/usage'
import { startMemorySource, type MemorySource } from '../support/memory-source'
import { problemOf } from './bench'
import { atOnce, openGatedBench, times, type GatedBench } from './gated-bench'
import { draft, prepareReel } from './instagram-task'

const DAY_SECONDS = 86_403
const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const VIDEO = {
  ...{ sizeBytes: 1_000, durationSeconds: 20, format: 'mp4', resolution: '720x1280' },
  ...{ videoCodec: null, audioCodec: null, frameRate: null },
}

let bench: GatedBench
let source: MemorySource

beforeAll(async () => {
  bench = await openGatedBench()
  source = await startMemorySource(1_000)
})
afterAll(async () => {
  await source.stop()
  await bench.stop()
})
beforeEach(() => bench.reset())

const preflight = (account: Account) =>
  bench.publishers.INSTAGRAM.preflight(account, draft, VIDEO, new AbortController().signal)

const publishes = async () => (await bench.requests('INSTAGRAM', 'media.publish')).map(({ status }) => status)

/** A Reel that lacks its commit alone. */
async function readyReel(account: Account) {
  const reel = await prepareReel(bench, source, { account })
  expect(await reel.settled()).toMatchObject({ state: 'ready' })
  return reel
}

const untilOf = (problem: { untilMs?: number }) => (problem.untilMs ?? 0) - bench.nowMs()

describe('posts of a day', () => {
  test.each([2, 50, 100])('of a limit of %i none is left out and none is too many', async (publishingCap) => {
    const postsByOtherClients = publishingCap - 2
    const account = await bench.account('INSTAGRAM', { publishingCap, postsByOtherClients })
    for (const reel of [await readyReel(account), await readyReel(account)]) {
      await preflight(account)
      expect(await reel.commit()).toMatchObject({ outcome: 'published' })
    }
    const problem = await problemOf(preflight(account))
    expect(problem).toMatchObject({ code: 'publishing-cap', category: 'rate-limited' })
    expect(untilOf(problem)).toBeGreaterThan(HOUR_MS - MINUTE_MS)
    // Whoever comes next is not even asked for.
    const reads = await bench.requests('INSTAGRAM', 'publishing_limit.get')
    expect((await atOnce(times(5, () => () => preflight(account)))).heldBack).toHaveLength(5)
    expect(await bench.requests('INSTAGRAM', 'publishing_limit.get')).toHaveLength(reads.length)
    expect(await publishes()).toEqual([200, 200])
  })

  test('of other apps since the preflight are seen before the publish, which goes when a place is free', async () => {
    const account = await bench.account('INSTAGRAM', { publishingCap: 5 })
    await preflight(account)
    const reel = await readyReel(account)
    await bench.patchAccount('INSTAGRAM', account.platformUserId, { postsByOtherClients: 5 })
    expect(await problemOf(reel.commit())).toMatchObject({ code: 'publishing-cap' })
    expect(await publishes()).toEqual([])
    await bench.patchAccount('INSTAGRAM', account.platformUserId, { postsByOtherClients: 4 })
    expect(await problemOf(reel.commit())).toMatchObject({ code: 'publishing-cap' })
    await bench.advance(3_600)
    expect(await reel.commit()).toMatchObject({ outcome: 'published' })
    expect(await publishes()).toEqual([200])
  })
})

test('400 containers are made in a rolling day, of as many callers as there are', async () => {
  const account = await bench.account('INSTAGRAM')
  const make = () => prepareReel(bench, source, { account })
  const first = await atOnce(times(300, () => make))
  await bench.advance(3_600)
  const { done, heldBack, refused } = await atOnce(times(110, () => make))
  expect([first.done, done, heldBack.length, refused]).toEqual([300, 100, 10, []])
  for (const problem of heldBack) expect(Math.abs(untilOf(problem) - 23 * HOUR_MS)).toBeLessThan(5 * MINUTE_MS)
  await bench.advance(DAY_SECONDS - 3_600)
  expect((await atOnce(times(310, () => make))).done).toBe(300)
  const made = await bench.requests('INSTAGRAM', 'media.create')
  expect(made.filter(({ status }) => status !== 200)).toEqual([])
})

describe('usage on good answers', () => {
  const calls = async () => (await bench.requests('INSTAGRAM')).length

  test('that names a wait stops every call of the account until then, and no other account', async () => {
    const account = await bench.account('INSTAGRAM', { usageHeaders: true, regainAccessMinutes: 7 })
    const other = await bench.account('INSTAGRAM')
    const reel = await prepareReel(bench, source, { account })
    const { heldBack } = await atOnce([() => preflight(account), reel.transfer, reel.commit, () => reel.probe()])
    expect(heldBack).toMatchObject(times(4, () => ({ code: 'rate-limited' })))
    for (const problem of heldBack) expect(Math.abs(untilOf(problem) - 7 * MINUTE_MS)).toBeLessThan(MINUTE_MS)
    expect(await calls()).toBe(1)
    await preflight(other)
    await bench.patchAccount('INSTAGRAM', account.platformUserId, { regainAccessMinutes: 0 })
    await bench.advance(7 * 60 + 1)
    expect((await atOnce(times(3, () => () => preflight(account)))).done).toBe(3)
  })

  test('of 100 % stops the account for a while', async () => {
    const account = await bench.account('INSTAGRAM', { usageHeaders: true, businessUsagePercent: 100 })
    await preflight(account)
    expect(untilOf(await problemOf(preflight(account)))).toBeGreaterThan(30_000)
    expect(await calls()).toBe(1)
  })

  test('of the app stops every account', async () => {
    const account = await bench.account('INSTAGRAM', { usageHeaders: true, appUsagePercent: 100 })
    const other = await bench.account('INSTAGRAM')
    await preflight(account)
    expect((await atOnce([() => preflight(account), () => preflight(other)])).heldBack).toHaveLength(2)
    expect(await calls()).toBe(1)
    await bench.advance(61)
    await preflight(other)
  })

  test('below the limit stops nothing', async () => {
    const usage = { usageHeaders: true, appUsagePercent: 99, businessUsagePercent: 99 }
    const account = await bench.account('INSTAGRAM', usage)
    expect((await atOnce(times(5, () => () => preflight(account)))).done).toBe(5)
  })

  test('the host that takes the bytes is not called either', async () => {
    const reel = await prepareReel(bench, source, {
      login: 'facebook',
      profile: { usageHeaders: true, appUsagePercent: 100 },
    })
    expect(await problemOf(reel.transfer())).toMatchObject({ code: 'rate-limited' })
    expect(await bench.requests('INSTAGRAM', 'rupload.post')).toEqual([])
  })
})

describe('usage headers', () => {
  const use = { call_count: 5, total_cputime: 5, total_time: 5 }
  const business = (change: object) => ({
    'x-business-use-case-usage': JSON.stringify({ 17: [use, { ...use, type: 'instagram', ...change }] }),
  })

  test.each([
    [{}],
    [{ 'x-app-usage': '', 'x-business-use-case-usage': 'no JSON' }],
    [{ 'x-app-usage': '[100]', 'x-business-use-case-usage': '{"17":{"call_count":100}}' }],
    [{ 'x-app-usage': '{"call_count":"100 %"}', 'x-business-use-case-usage': 'null' }],
    [business({ estimated_time_to_regain_access: -5 })],
    [business({ estimated_time_to_regain_access: 1e300 })],
    [business({ estimated_time_to_regain_access: 0 })],
  ])('%j tell no limit', (headers) => {
    expect(reachedLimits(headers, 0)).toEqual([])
  })

  test.each([
    [{ 'x-app-usage': '{"call_count":1,"total_cputime":100}' }, 'app', undefined],
    [business({ total_time: 101 }), 'account', undefined],
    [business({ estimated_time_to_regain_access: 30 }), 'account', 30 * MINUTE_MS],
  ])('%j tell one of the %s', (headers, reach, untilMs) => {
    expect(reachedLimits(headers, 0)).toMatchObject([{ cooldown: { scope: 'all', reach } }])
    expect(reachedLimits(headers, 0)[0]?.untilMs).toBe(untilMs)
  })
})
