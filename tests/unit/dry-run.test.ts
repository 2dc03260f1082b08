import fc from 'fast-check'
import { findingOf, judge, type Finding, type Wanted } from '../../src/domain/dry-run'
import type { ErrorCategory, Problem } from '../../src/domain/errors'
import { whoCanAct } from '../../src/domain/who-can-act'

const NOW = 1_000_000
const CATEGORIES: ErrorCategory[] = [
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

const problemOf = (category: ErrorCategory, untilMs?: number): Problem => ({
  code: `a-${category}`,
  category,
  message: 'words',
  remedy: 'words',
  ...(untilMs !== undefined && { untilMs }),
})

const ahead = fc.integer({ min: NOW, max: 2 * NOW })
const end = fc.option(ahead, { nil: null })
const problem = fc
  .record({ category: fc.constantFrom(...CATEGORIES), untilMs: end })
  .map(({ category, untilMs }) => problemOf(category, untilMs ?? undefined))
const finding: fc.Arbitrary<Finding> = fc.oneof(
  end.map((holdsUntilMs) => ({ kind: 'clear' as const, holdsUntilMs })),
  problem.map((told) => findingOf(told, NOW)),
)
const findings = fc.array(finding, { maxLength: 6 })
const wanted: fc.Arbitrary<Wanted> = fc.record({
  nowMs: fc.constant(NOW),
  scheduledForMs: end,
  publishBeforeMs: end,
})

const has = (all: Finding[], kind: Finding['kind']) => all.some((one) => one.kind === kind)

test('a fault of a platform, and whatever else passes by itself, is never taken for a refusal', () => {
  for (const category of CATEGORIES) {
    const { verdict } = judge([findingOf(problemOf(category, NOW + 1), NOW)], { ...plain })
    const passes = ['transient', 'internal', 'unknown-outcome'].includes(category)
    const waits = ['rate-limited', 'quota'].includes(category)
    expect([category, verdict]).toEqual([category, passes ? 'not-known' : waits ? 'would-wait' : 'would-be-refused'])
  }
})

const plain: Wanted = { nowMs: NOW, scheduledForMs: null, publishBeforeMs: null }

test('a refusal decides, whatever else is not known; what is not known decides over a wait', () => {
  fc.assert(
    fc.property(findings, wanted, (all, when) => {
      const { verdict } = judge(all, when)
      if (has(all, 'refuses')) expect(verdict).toBe('would-be-refused')
      else if (has(all, 'hides')) expect(['not-known', 'would-be-refused']).toContain(verdict)
      else expect(verdict).not.toBe('not-known')
    }),
  )
})

test('it never begins before it is asked for, before a limit ends, or at its latest instant', () => {
  fc.assert(
    fc.property(findings, wanted, (all, when) => {
      const { verdict, atMs } = judge(all, when)
      if (verdict === 'would-be-refused' || verdict === 'not-known') return expect(atMs).toBeNull()
      const ends = all.flatMap((one) => (one.kind === 'delays' ? [one.untilMs] : []))
      if (ends.includes(null)) return expect([verdict, atMs]).toEqual(['would-wait', null])
      const askedMs = when.scheduledForMs ?? NOW
      expect(atMs).toBe(Math.max(askedMs, ...ends.map(Number)))
      expect(verdict === 'would-wait').toBe(Number(atMs) > askedMs)
      if (when.publishBeforeMs !== null) expect(Number(atMs)).toBeLessThan(when.publishBeforeMs)
    }),
  )
})

test('an answer holds no longer than the shortest-lived of its facts, and never ends before it was given', () => {
  fc.assert(
    fc.property(findings, wanted, (all, when) => {
      const { validUntilMs } = judge(all, when)
      const lives = [...all.map((one) => one.holdsUntilMs), when.scheduledForMs, when.publishBeforeMs]
      const known = lives.filter((life) => life !== null)
      expect(validUntilMs).toBe(known.length > 0 ? Math.min(...known) : null)
      expect(validUntilMs ?? NOW).toBeGreaterThanOrEqual(NOW)
    }),
  )
})

test('what is not known holds for no time at all', () => {
  const unreachable = findingOf(problemOf('transient'), NOW)
  expect(judge([unreachable], plain)).toMatchObject({ verdict: 'not-known', validUntilMs: NOW })
})

test('a limit that ends before the post is due is no obstacle, and is told', () => {
  const limit = findingOf(problemOf('rate-limited', NOW + 10), NOW)
  const judged = judge([limit], { ...plain, scheduledForMs: NOW + 20 })
  expect(judged).toMatchObject({ verdict: 'would-publish-at', atMs: NOW + 20, problems: [] })
  expect(judged.passing).toEqual([problemOf('rate-limited', NOW + 10)])
})

test('a wait that outlasts the latest instant of the post is a refusal', () => {
  const limit = findingOf(problemOf('quota', NOW + 20), NOW)
  const { verdict, problems } = judge([limit], { ...plain, publishBeforeMs: NOW + 20 })
  expect([verdict, problems[0]?.code]).toEqual(['would-be-refused', 'publish-before-passed'])
})

test.each([
  ['auth', 'user'],
  ['policy', 'caller'],
  ['configuration', 'operator'],
  ['rate-limited', 'nobody'],
] as const)('of a problem of category %s, %s can do something about it', (category, actor) => {
  expect(whoCanAct(problemOf(category))).toBe(actor)
  expect(whoCanAct({ code: 'paused', category })).toBe('operator')
})
