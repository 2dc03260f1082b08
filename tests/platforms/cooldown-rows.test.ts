import type { Cooldown } from '../../src/domain/errors'
import { type ErrorTable, LOGIN, type Phase, type Row } from '../../src/platforms/error-table'
import type { HttpAnswer } from '../../src/platforms/http'
import { ARRIVAL_MARGIN_MS } from '../../src/platforms/gated-call'
import { INSTAGRAM_ROWS, instagramErrors } from '../../src/platforms/instagram/errors'
import { TIKTOK_ROWS, tiktokErrors } from '../../src/platforms/tiktok/errors'
import { YOUTUBE_ROWS, youtubeErrors } from '../../src/platforms/youtube/errors'

const NOW_MS = Date.parse('2026-11-22T12:00:00Z')
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

const PUBLISHING: Phase[] = ['preflight', 'prepare', 'transfer', 'commit', 'probe', 'enrich', 'attach']

const answer = (status: number, json?: unknown, headers = {}): HttpAnswer => ({ answered: true, status, headers, json })

/** What an answer stops besides its own call, whatever it says about that. */
const limitOf = (table: ErrorTable, phase: Phase, given: HttpAnswer) => table.error(phase, given, NOW_MS).limit

/** HTTP status and code of an answer → reason of the cooldown, what it stops, and for how long; null: as configured. */
type Case = [status: number, code: string | undefined, reason: string, stops: Partial<Cooldown>, lastsMs: number | null]

const writes = { scope: 'writes', reach: 'account' } as const
const all = { scope: 'all', reach: 'account' } as const

const tiktok = (code: string) => ({ error: { code, message: 'words', log_id: '2026ABC' } })
const graph = (name: string) => {
  const [code, error_subcode] = name.split('/').map(Number)
  return { error: { message: 'words', code, error_subcode, fbtrace_id: 'A1' } }
}
const google = (reason: string) => ({ error: { errors: [{ reason, message: 'words' }] } })

describe.each<[string, ErrorTable, readonly Row[], (code: string) => unknown, Case[]]>([
  [
    'TikTok',
    tiktokErrors,
    TIKTOK_ROWS,
    tiktok,
    [
      [403, 'spam_risk_too_many_posts', 'posting-cap', writes, DAY_MS],
      [403, 'spam_risk_too_many_pending_share', 'draft-cap', writes, DAY_MS],
      [403, 'reached_active_user_cap', 'app-user-cap', { scope: 'writes', reach: 'app' }, HOUR_MS],
      [403, 'spam_risk', 'spam-suspected', writes, DAY_MS],
      [403, 'spam_risk_text', 'text-suspected', writes, HOUR_MS],
      [429, 'rate_limit_exceeded', 'rate-limited', all, null],
      [429, undefined, 'rate-limited', all, null],
    ],
  ],
  [
    'Instagram',
    instagramErrors,
    INSTAGRAM_ROWS,
    graph,
    [
      [400, '9/2207042', 'publishing-cap', writes, HOUR_MS],
      [400, '4/2207051', 'spam-suspected', writes, DAY_MS],
      [400, '368', 'spam-suspected', writes, DAY_MS],
      [400, '4', 'rate-limited', { scope: 'all', reach: 'app' }, null],
      [400, '17', 'rate-limited', all, null],
      [400, '32', 'rate-limited', all, null],
      [400, '613', 'rate-limited', all, null],
      [400, '80002', 'rate-limited', all, null],
      [429, undefined, 'rate-limited', all, null],
    ],
  ],
  [
    'YouTube',
    youtubeErrors,
    YOUTUBE_ROWS,
    google,
    [
      [400, 'uploadLimitExceeded', 'channel-upload-limit', writes, DAY_MS],
      [403, 'userRateLimitExceeded', 'rate-limited', all, null],
      [403, 'rateLimitExceeded', 'rate-limited', { scope: 'all', reach: 'app' }, null],
      [429, 'rateLimitExceeded', 'rate-limited', { scope: 'all', reach: 'app' }, null],
      [429, undefined, 'rate-limited', all, null],
    ],
  ],
])('%s', (_platform, table, rows, bodyOf, cases) => {
  const told = cases.map(([status, code]) => answer(status, code === undefined ? undefined : bodyOf(code)))

  test.each(cases)(
    'HTTP %s, %s is held as %s in every step of a publish: %j',
    (status, code, reason, stops, lastsMs) => {
      const given = answer(status, code === undefined ? undefined : bodyOf(code))
      for (const phase of PUBLISHING) {
        const limit = limitOf(table, phase, given)
        expect(limit).toMatchObject({ code: reason, cooldown: stops })
        const endMs =
          limit?.untilMs ?? (limit?.cooldown.lastsMs === undefined ? undefined : NOW_MS + limit.cooldown.lastsMs)
        expect(endMs).toBe(lastsMs === null ? undefined : NOW_MS + lastsMs)
      }
    },
  )

  test('has a case here for every row that stops more than its own call', () => {
    const held = told.map((given) => limitOf(table, 'prepare', given)?.message)
    const limiting = rows.filter(({ means }) => means.cooldown)
    expect(limiting.filter(({ means }) => !held.includes(means.message))).toEqual([])
  })

  test.each(LOGIN)('the limits of %s stop no other call', (phase) => {
    for (const given of told) expect(limitOf(table, phase, given)).toBeUndefined()
  })

  test('what says nothing of a limit stops nothing', () => {
    for (const phase of PUBLISHING)
      for (const given of [answer(500), answer(401), answer(418, bodyOf('1'))])
        expect(limitOf(table, phase, given)).toBeUndefined()
    expect(
      table.error('commit', { answered: false, reason: 'timeout', neverSent: false }, NOW_MS).limit,
    ).toBeUndefined()
  })

  test('a Retry-After is the end of the cooldown, also of one that a commit told whose outcome is unknown', () => {
    const given = answer(429, undefined, { 'retry-after': '90' })
    const { problem, limit } = table.error('commit', given, NOW_MS)
    expect(problem).toMatchObject({ category: 'unknown-outcome' })
    expect(problem.cooldown).toBeUndefined()
    expect(limit).toMatchObject({ code: 'rate-limited', untilMs: NOW_MS + 90_000 })
  })
})

test("Instagram's usage header names the end of the cooldown, in minutes", () => {
  const usage = { '178': [{ type: 'content_publishing', call_count: 100, estimated_time_to_regain_access: 25 }] }
  const given = answer(400, graph('80002'), { 'x-business-use-case-usage': JSON.stringify(usage) })
  expect(limitOf(instagramErrors, 'commit', given)).toMatchObject({ untilMs: NOW_MS + 25 * MINUTE_MS, cooldown: all })
})

test("a quota of YouTube's project is the ledger's matter, and a limit of thumbnails no other call's", () => {
  for (const reason of ['quotaExceeded', 'dailyLimitExceeded'])
    expect(limitOf(youtubeErrors, 'prepare', answer(403, google(reason)))).toBeUndefined()
  expect(limitOf(youtubeErrors, 'attach', answer(429, google('uploadRateLimitExceeded')))).toBeUndefined()
})

test("TikTok's posting cap teaches how many posts an account may make a day", () => {
  const limit = limitOf(tiktokErrors, 'preflight', answer(200, tiktok('spam_risk_too_many_posts')))
  expect(limit?.cooldown.teaches).toMatchObject({ name: 'direct-post', windowMs: DAY_MS + ARRIVAL_MARGIN_MS })
})
