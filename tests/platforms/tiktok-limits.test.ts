import type { Account } from '../../src/domain/ports/platform'
import { startMemorySource, type MemorySource } from '../support/memory-source'
import { atOnce, openGatedBench, times, type Ends, type GatedBench } from './gated-bench'
import { tiktokBench, type TikTokBench } from './tiktok-bench'

const MINUTE_SECONDS = 63
const DAY_SECONDS = 86_403
const DAY_MS = 86_400_000

/** Lives through the days of a test. */
const LASTING = { expiresInSeconds: 30 * 86_400 }
const VIDEO = {
  ...{ sizeBytes: 1_000, durationSeconds: 20, format: 'mp4', resolution: '720x1280' },
  ...{ videoCodec: null, audioCodec: null, frameRate: null },
}
const DRAFT = { postMode: 'MEDIA_UPLOAD' }

let bench: GatedBench
let on: TikTokBench
let source: MemorySource

beforeAll(async () => {
  bench = await openGatedBench()
  on = tiktokBench(bench)
  source = await startMemorySource(1_000)
})
afterAll(async () => {
  await source.stop()
  await on.stop()
})
beforeEach(() => bench.reset())

const signal = new AbortController().signal
const image = () => Promise.reject(new Error('TikTok takes no image'))

const open = (account: Account, options: Record<string, unknown> = {}) =>
  on.tiktok.prepare({ account, draft: on.draft(options), source, image, signal })

const askCreator = (account: Account) => on.tiktok.preflight(account, on.draft(), VIDEO, signal)

/** As a job does: the creator is asked before each post. */
async function post(account: Account): Promise<void> {
  await askCreator(account)
  await open(account)
}

/** The calls that TikTok took, and its refusals. */
async function received(operation: string): Promise<{ taken: number; refused: number }> {
  const calls = await bench.requests('TIKTOK', operation)
  const taken = calls.filter(({ status, refusal }) => status === 200 && refusal === null).length
  return { taken, refused: calls.length - taken }
}

/** Every refusal by TikTok, by its code. */
const refusals = async (): Promise<string[]> =>
  (await bench.requests('TIKTOK')).flatMap(({ refusal }) => (refusal === null ? [] : [refusal]))

/** Posts as many as can be posted, minute by minute, until the wait is longer. */
async function postAll(account: Account, count: number): Promise<Ends> {
  let ends: Ends = { done: 0, heldBack: [], refused: [] }
  for (let left = count; left > 0;) {
    const round = await atOnce(times(left, () => () => post(account)))
    ends = { done: ends.done + round.done, heldBack: round.heldBack, refused: [...ends.refused, ...round.refused] }
    left = round.heldBack.filter(({ code }) => code === 'rate-limited').length
    await bench.advance(MINUTE_SECONDS)
  }
  return ends
}

describe('calls of a minute', () => {
  test.each([
    ['video.init', 6, (account: Account) => open(account)],
    ['inbox.video.init', 5, (account: Account) => open(account, DRAFT)],
    ['creator_info.query', 20, askCreator],
  ] as const)('%s: of as many callers as there are, %i reach TikTok', async (operation, limit, call) => {
    const account = await bench.account('TIKTOK', { ...LASTING, dailyPostCap: 100 })
    const { done, heldBack, refused } = await atOnce(times(limit + 9, () => () => call(account)))
    expect([done, heldBack.length, refused]).toEqual([limit, 9, []])
    expect(await received(operation)).toEqual({ taken: limit, refused: 0 })
  })

  test('the next ones go as soon as the first have left the window, and no sooner', async () => {
    const account = await bench.account('TIKTOK', { ...LASTING, dailyPostCap: 100 })
    for (const minute of [1, 2, 3]) {
      const startMs = bench.nowMs()
      const { done, heldBack } = await atOnce(times(9, () => () => open(account)))
      expect([done, heldBack.length]).toEqual([6, 3])
      for (const { code, untilMs = 0 } of heldBack) {
        expect(code).toBe('rate-limited')
        expect(untilMs - startMs).toBeGreaterThan(60_000)
        expect(untilMs - startMs).toBeLessThan(90_000)
      }
      expect(await received('video.init')).toEqual({ taken: 6 * minute, refused: 0 })
      await bench.advance(MINUTE_SECONDS)
    }
  })

  test('an upload finds room for its question, however much is polled', async () => {
    const { probe, transfer } = await on.prepared({ profile: LASTING })
    const polls = await atOnce(times(40, () => probe))
    expect([polls.done, polls.refused]).toEqual([24, []])
    const questions = await atOnce(times(10, () => transfer))
    expect([questions.done, questions.refused]).toEqual([6, []])
    expect(await received('status.fetch')).toEqual({ taken: 30, refused: 0 })
  })

  test('posts and drafts share the inits', async () => {
    const account = await bench.account('TIKTOK', LASTING)
    const { done } = await atOnce([
      ...times(4, () => () => open(account)),
      ...times(4, () => () => open(account, DRAFT)),
    ])
    expect(done).toBe(6)
    expect(await refusals()).toEqual([])
  })

  test('another account has its own', async () => {
    const accounts = [await bench.account('TIKTOK', LASTING), await bench.account('TIKTOK', LASTING)]
    const { done } = await atOnce(accounts.flatMap((account) => times(7, () => () => open(account))))
    expect(done).toBe(12)
  })
})

describe("the creator's cap of a day", () => {
  test('is learnt from one refusal, and never asked about again while it is known', async () => {
    const account = await bench.account('TIKTOK', { ...LASTING, dailyPostCap: 8 })
    for (let posted = 0; posted < 8; posted += 4) expect((await postAll(account, 4)).done).toBe(4)
    const first = await atOnce([() => post(account)])
    expect(first.refused).toMatchObject([{ code: 'posting-cap' }])
    expect((await atOnce(times(3, () => () => post(account)))).heldBack).toHaveLength(3)
    expect(await refusals()).toEqual(['spam_risk_too_many_posts'])
    for (const day of [2, 3]) {
      await bench.advance(DAY_SECONDS)
      const { done, heldBack, refused } = await postAll(account, 12)
      expect([day, done, refused]).toEqual([day, 8, []])
      expect(heldBack).toHaveLength(4)
      for (const { code, untilMs = 0 } of heldBack) {
        expect(code).toBe('posting-cap')
        expect(Math.abs(untilMs - bench.nowMs() - DAY_MS)).toBeLessThan(5 * 60_000)
      }
    }
    expect(await refusals()).toEqual(['spam_risk_too_many_posts'])
  })

  test('is learnt rightly from posts that were on their way together', async () => {
    const account = await bench.account('TIKTOK', { ...LASTING, dailyPostCap: 8 })
    const first = await postAll(account, 12)
    expect([first.done, first.refused.length]).toEqual([8, 4])
    await bench.advance(DAY_SECONDS)
    const { done, refused } = await postAll(account, 12)
    expect([done, refused]).toEqual([8, []])
  })

  test('may have grown: after three days it is asked for anew', async () => {
    const account = await bench.account('TIKTOK', { ...LASTING, dailyPostCap: 2 })
    await postAll(account, 3)
    await bench.patchAccount('TIKTOK', account.platformUserId, { dailyPostCap: 4 })
    await bench.advance(DAY_SECONDS)
    expect((await postAll(account, 5)).done).toBe(2)
    await bench.advance(2 * DAY_SECONDS)
    const { done, refused } = await postAll(account, 5)
    expect([done, refused.length]).toEqual([4, 1])
  })

  test('that others have used up says nothing about the next day', async () => {
    const account = await bench.account('TIKTOK', { ...LASTING, dailyPostCap: 3, postsByOtherClients: 3 })
    expect(await atOnce([() => post(account)])).toMatchObject({ refused: [{ code: 'posting-cap' }] })
    const later = await atOnce(times(5, () => () => post(account)))
    expect(later.heldBack).toHaveLength(5)
    await bench.patchAccount('TIKTOK', account.platformUserId, { postsByOtherClients: 0 })
    await bench.advance(DAY_SECONDS)
    expect((await postAll(account, 3)).done).toBe(3)
    expect(await refusals()).toHaveLength(1)
  })

  test('does not count what TikTok has refused', async () => {
    const account = await bench.account('TIKTOK', { ...LASTING, dailyPostCap: 2 })
    const bad = await atOnce(times(3, () => () => open(account, { privacyLevel: 'FOLLOWER_OF_CREATOR' })))
    expect(bad.refused).toHaveLength(3)
    await bench.advance(MINUTE_SECONDS)
    expect((await postAll(account, 3)).done).toBe(2)
    await bench.advance(DAY_SECONDS)
    const { done, refused, heldBack } = await postAll(account, 3)
    expect({ done, refused, heldBack }).toMatchObject({ done: 2, refused: [], heldBack: [{ code: 'posting-cap' }] })
  })
})

test('five drafts wait in an inbox at most, and the next goes when the first has left the day', async () => {
  const account = await bench.account('TIKTOK', LASTING)
  expect((await atOnce(times(8, () => () => open(account, DRAFT)))).done).toBe(5)
  await bench.advance(MINUTE_SECONDS)
  const { heldBack } = await atOnce(times(3, () => () => open(account, DRAFT)))
  expect(heldBack).toHaveLength(3)
  expect(heldBack).toMatchObject(times(3, () => ({ code: 'draft-cap' })))
  // Posts are not drafts.
  expect((await atOnce([() => post(account)])).done).toBe(1)
  await bench.advance(DAY_SECONDS)
  expect((await atOnce(times(8, () => () => open(account, DRAFT)))).done).toBe(5)
  expect(await refusals()).toEqual([])
})

test('the cap of the app stops new creators after one refusal, and none whom it has counted already', async () => {
  await bench.setSettings('TIKTOK', { activeUserCap: 2 })
  const active = [await bench.account('TIKTOK', LASTING), await bench.account('TIKTOK', LASTING)]
  await post(active[0] as Account)
  await open(active[1] as Account, DRAFT)
  const newcomers = [await bench.account('TIKTOK', LASTING), await bench.account('TIKTOK', LASTING)]
  expect(await atOnce([() => post(newcomers[0] as Account)])).toMatchObject({ refused: [{ code: 'app-user-cap' }] })
  const held = await atOnce(newcomers.flatMap((account) => [() => post(account), () => open(account, DRAFT)]))
  expect(held.heldBack).toMatchObject(times(4, () => ({ code: 'app-user-cap' })))
  const going = await atOnce(active.map((account) => () => post(account)))
  expect(going.done).toBe(2)
  expect(await refusals()).toEqual(['reached_active_user_cap'])
})
