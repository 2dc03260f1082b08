import type { ErrorTable, Evidence, Phase, Row } from '../../src/platforms/error-table'
import type { HttpAnswer } from '../../src/platforms/http'
import { INSTAGRAM_ROWS, instagramErrors } from '../../src/platforms/instagram/errors'
import { TIKTOK_ROWS, tiktokErrors } from '../../src/platforms/tiktok/errors'
import { YOUTUBE_ROWS, youtubeErrors } from '../../src/platforms/youtube/errors'
import type { Fixture } from './fixtures/fixture'
import { INSTAGRAM_FIXTURES } from './fixtures/instagram-errors'
import { TIKTOK_FIXTURES } from './fixtures/tiktok-errors'
import { YOUTUBE_FIXTURES } from './fixtures/youtube-errors'

/** Stands for a sentence of Meta's, which has no code. */
const OUR_OWN_WORD = 'wrong-app'

const NOW_MS = Date.parse('2026-11-22T12:00:00Z')

const answer = (status: number, json?: unknown, headers = {}): HttpAnswer => ({ answered: true, status, headers, json })

function problemOf(table: ErrorTable, phase: Phase, status: number | null, body: unknown) {
  if (status !== null) return table.error(phase, answer(status, body), NOW_MS).problem
  const evidence: Evidence =
    table === instagramErrors ? { status, subcode: String(body) } : { status, code: String(body) }
  return table.problem(phase, evidence, NOW_MS)
}

describe.each<[string, ErrorTable, readonly Row[], Fixture[]]>([
  ['TikTok', tiktokErrors, TIKTOK_ROWS, TIKTOK_FIXTURES],
  ['Instagram', instagramErrors, INSTAGRAM_ROWS, INSTAGRAM_FIXTURES],
  ['YouTube', youtubeErrors, YOUTUBE_ROWS, YOUTUBE_FIXTURES],
])("%s's table", (_platform, table, rows, fixtures) => {
  test.each(fixtures)('%s, HTTP %s, %j is %s (%s)', (...fixture) => {
    const [phase, status, body, code, category, waitMs] = fixture
    const problem = problemOf(table, phase, status, body)
    expect(problem).toMatchObject({ code, category })
    expect(problem.untilMs).toBe(waitMs === undefined ? undefined : NOW_MS + waitMs)
    expect(problem.message).toMatch(/\.$/)
    expect(problem.remedy).toMatch(/\.$/)
  })

  test('has a fixture for every code and subcode that it names', () => {
    const told = fixtures.map(([, status, body]) => (status === null ? String(body) : JSON.stringify(body ?? '')))
    const named = rows.flatMap((row) => [row.code ?? [], row.subcode ?? []].flat())
    // Of Instagram's permission codes 200 to 299, a few stand for all.
    const expected = named.filter((code) => !/^2\d\d$/.test(code) && code !== OUR_OWN_WORD)
    expect(expected.filter((code) => !told.some((text) => text === code || text.includes(code)))).toEqual([])
  })

  test('has no row that an earlier one hides', () => {
    const hidden = rows.filter(
      (row) =>
        !fixtures.some(([phase, status, body]) => problemOf(table, phase, status, body).message === row.means.message),
    )
    expect(hidden).toEqual([])
  })

  test('knows the end of every quota', () => {
    const waiting = rows.filter(({ means }) => means.category === 'quota')
    expect(waiting.every(({ means }) => (means.until?.(NOW_MS) ?? 0) > NOW_MS)).toBe(true)
  })

  test.each<[Phase, string]>([
    ['preflight', 'transient'],
    ['prepare', 'transient'],
    ['transfer', 'transient'],
    ['commit', 'unknown-outcome'],
    ['probe', 'transient'],
    ['enrich', 'transient'],
    ['attach', 'transient'],
    ['connect', 'transient'],
    ['refresh', 'transient'],
    ['revoke', 'transient'],
    ['verdict', 'policy'],
  ])('takes an unknown answer in %s as %s', (phase, category) => {
    expect(problemOf(table, phase, 418, { error: { code: 'never_seen' } }).category).toBe(category)
    const silent = table.error(phase, { answered: false, reason: 'ECONNRESET', neverSent: false }, NOW_MS)
    expect(silent).toMatchObject({ neverSent: false, problem: { category } })
  })

  test('takes a commit that never left as not published', () => {
    const unsent = table.error('commit', { answered: false, reason: 'ECONNREFUSED', neverSent: true }, NOW_MS)
    expect(unsent).toMatchObject({ neverSent: true, problem: { code: 'no-answer', category: 'transient' } })
  })

  test('a Retry-After wins over the wait of the row, in seconds or as a date', () => {
    const at = new Date(NOW_MS + 90_000).toUTCString()
    for (const value of ['90', at]) {
      const limited = table.error('prepare', answer(429, undefined, { 'retry-after': value }), NOW_MS)
      expect(limited.problem.untilMs).toBe(NOW_MS + 90_000)
    }
  })
})

test("an error carries the platform's code and request id, never its text", () => {
  const graph = { error: { message: 'SECRET <html>', code: 9, error_subcode: 2207042, fbtrace_id: 'A1b2' } }
  const { problem } = instagramErrors.error('commit', answer(400, graph), NOW_MS)
  expect(problem).toMatchObject({ platformCode: '9/2207042', platformRequestId: 'A1b2' })
  expect(JSON.stringify(problem)).not.toContain('SECRET')
  const envelope = { error: { code: 'spam_risk', message: 'SECRET', log_id: '2026ABC' } }
  const other = tiktokErrors.error('prepare', answer(403, envelope), NOW_MS).problem
  expect(other).toMatchObject({ platformCode: 'spam_risk', platformRequestId: '2026ABC' })
})

test('a sentence in the place of a code or a request id is not told: it may repeat a token', () => {
  const said = 'no such token: SECRET'
  const tiktok = tiktokErrors.error(
    'prepare',
    answer(400, { error: { code: said, message: '', log_id: said } }),
    NOW_MS,
  )
  const graph = { error: { message: '', code: said, error_subcode: said, fbtrace_id: said } }
  const instagram = instagramErrors.error('prepare', answer(400, graph), NOW_MS)
  const youtube = youtubeErrors.error('refresh', answer(400, { error: said, error_description: said }), NOW_MS)
  for (const { problem } of [tiktok, instagram, youtube]) {
    expect(problem.platformCode).toBe('400')
    expect(JSON.stringify(problem)).not.toContain('SECRET')
  }
})
