import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { afterFailure, withNextStep } from '../../src/domain/after-failure'
import type { ErrorCategory, Problem } from '../../src/domain/errors'

const NOW_MS = Date.parse('2027-01-15T12:00:00Z')
const HOUR_MS = 3_600_000

const GIVEN = {
  jobId: 'publish-1',
  nowMs: NOW_MS,
  rateLimitWaitMs: 60_000,
  reconnectWaitMs: 72 * HOUR_MS,
  publishBeforeMs: null,
  retryMs: 60_000,
  attempt: 1,
  atCommit: false,
}

const problem = (category: ErrorCategory, untilMs?: number): Problem => ({
  code: 'a-problem',
  category,
  message: 'A sentence.',
  remedy: 'A remedy.',
  ...(untilMs === undefined ? {} : { untilMs }),
})

test('a quota is waited out until the instant that it names', () => {
  const untilMs = NOW_MS + HOUR_MS
  expect(afterFailure(problem('quota', untilMs), GIVEN)).toEqual({ kind: 'wait', phase: 'waiting-for-quota', untilMs })
})

test.each([
  [NOW_MS + 30_000, 3_000],
  [NOW_MS + 24 * HOUR_MS, 60_000],
  [undefined, 6_000],
])('a limit that ends at %s is waited out; its jobs go on after it, spread over at most %s ms', (untilMs, spreadMs) => {
  const endMs = untilMs ?? NOW_MS + GIVEN.rateLimitWaitMs
  const ends = Array.from({ length: 1_000 }, (_, number) => {
    const jobId = `publish-${createHash('sha256').update(String(number)).digest('hex')}`
    const after = afterFailure(problem('rate-limited', untilMs), { ...GIVEN, jobId })
    if (after.kind !== 'wait') throw new Error(`the job is to wait, not: ${after.kind}`)
    expect(after.phase).toBe('cooling-down')
    return after.untilMs - endMs
  })
  expect(Math.min(...ends)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...ends)).toBeLessThan(spreadMs)
  const tenths = ends.map((laterMs) => Math.floor((10 * laterMs) / spreadMs))
  for (let tenth = 0; tenth < 10; tenth++) {
    const many = tenths.filter((one) => one === tenth).length
    expect(many).toBeGreaterThan(60)
    expect(many).toBeLessThan(140)
  }
})

test.each(['quota', 'rate-limited'] as const)('a %s problem that is over already fails nothing', (category) => {
  expect(afterFailure(problem(category, NOW_MS - 1), GIVEN)).toEqual({ kind: 'again', untilMs: NOW_MS + 60_000 })
})

test('a dead grant waits for its user, as long as is configured', () => {
  const untilMs = NOW_MS + 72 * HOUR_MS
  expect(afterFailure(problem('auth'), GIVEN)).toEqual({ kind: 'wait', phase: 'waiting-for-reconnect', untilMs })
  expect(afterFailure(problem('auth'), { ...GIVEN, reconnectWaitMs: 0 })).toEqual({ kind: 'fail' })
})

test('a dead grant fails its job, or has it wait, with what the user and the caller must do', () => {
  const lost = problem('auth')
  expect(withNextStep(lost, 'wait').remedy).toBe('A remedy. The job then goes on by itself.')
  expect(withNextStep(lost, 'fail').remedy).toBe('A remedy. Then retry the job with /retry.')
  for (const kind of ['wait', 'again', 'fail'] as const)
    expect(withNextStep(problem('media'), kind)).toEqual(problem('media'))
})

describe('a fault of our own', () => {
  const after = (attempt: number, atCommit = false) =>
    afterFailure(problem('internal'), { ...GIVEN, attempt, atCommit })
  const attempts = Array.from({ length: 100 }, (_, index) => index + 1)

  test.each([false, true])(
    'is waited out at growing intervals of at most an hour, at the commit (%s) and before',
    (at) => {
      const waits = attempts.map((attempt) => after(attempt, at)).filter((found) => found.kind === 'wait')
      expect(waits.every(({ phase }) => phase === 'cooling-down')).toBe(true)
      const lengths = waits.map(({ untilMs }) => untilMs - NOW_MS)
      expect(lengths.slice(0, 4)).toEqual([60_000, 120_000, 240_000, 480_000])
      expect(lengths).toEqual([...lengths].sort((a, b) => a - b))
      expect(lengths.at(-1)).toBe(HOUR_MS)
    },
  )

  test('that never passes fails the job in the end, and not before half a day', () => {
    const kinds = attempts.map((attempt) => after(attempt).kind)
    const failsAt = kinds.indexOf('fail')
    expect(kinds.slice(failsAt).every((kind) => kind === 'fail')).toBe(true)
    const waitedMs = attempts.slice(0, failsAt).reduce((sum, attempt) => {
      const found = after(attempt)
      return found.kind === 'wait' ? sum + found.untilMs - NOW_MS : sum
    }, 0)
    expect(waitedMs).toBeGreaterThan(12 * HOUR_MS)
    expect(waitedMs).toBeLessThan(24 * HOUR_MS)
  })
})

test.each(['media', 'policy', 'configuration', 'unknown-outcome'] as const)(
  'a %s problem fails the job at any step: repeating it changes nothing',
  (category) => {
    expect(afterFailure(problem(category), GIVEN)).toEqual({ kind: 'fail' })
    expect(afterFailure(problem(category), { ...GIVEN, atCommit: true })).toEqual({ kind: 'fail' })
  },
)

test('a passing fault at the commit is tried again; one that outlived its own step has failed', () => {
  expect(afterFailure(problem('transient'), { ...GIVEN, atCommit: true })).toEqual({
    kind: 'again',
    untilMs: NOW_MS + 60_000,
  })
  expect(afterFailure(problem('transient'), GIVEN)).toEqual({ kind: 'fail' })
})

test('passing faults at the commit are tried a bounded number of times', () => {
  const attempts = Array.from({ length: 1_000 }, (_, index) => index + 1)
  const again = attempts.filter(
    (attempt) => afterFailure(problem('transient'), { ...GIVEN, atCommit: true, attempt }).kind === 'again',
  )
  expect(again.length).toBeGreaterThan(1)
  expect(again.length).toBeLessThan(100)
  expect(again).toEqual(attempts.slice(0, again.length))
})

test('no failure makes a job wait for an instant that has passed, or beyond its latest one', () => {
  const categories: ErrorCategory[] = [
    'transient',
    'rate-limited',
    'quota',
    'auth',
    'media',
    'policy',
    'configuration',
    'unknown-outcome',
    'internal',
  ]
  const faults = fc.record({
    category: fc.constantFrom(...categories),
    afterMs: fc.option(fc.integer({ min: -48 * HOUR_MS, max: 48 * HOUR_MS }), { nil: undefined }),
    reconnectWaitMs: fc.nat(100 * HOUR_MS),
    publishBeforeMs: fc.option(fc.integer({ min: NOW_MS + 1, max: NOW_MS + 100 * HOUR_MS })),
    attempt: fc.integer({ min: 1, max: 50 }),
    atCommit: fc.boolean(),
  })
  fc.assert(
    fc.property(faults, ({ category, afterMs, ...given }) => {
      const untilMs = afterMs === undefined ? undefined : NOW_MS + afterMs
      const after = afterFailure(problem(category, untilMs), { ...GIVEN, ...given })
      if (after.kind === 'fail') return
      expect(after.untilMs).toBeGreaterThan(NOW_MS)
      expect(after.untilMs).toBeLessThanOrEqual(given.publishBeforeMs ?? Infinity)
    }),
  )
})
