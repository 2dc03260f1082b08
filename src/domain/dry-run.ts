import { isPast, PUBLISH_BEFORE_PASSED } from './deadline'
import { isDefiniteRefusal, type Problem } from './errors'

/**
 * What a publish would come to.
 * - `would-publish-now`, `would-publish-at`: nothing stands in its way, at once or at the instant that it asks for.
 * - `would-wait`: it would be accepted, and begin later than it asks for.
 * - `would-be-refused`: it would not be accepted, or end without a post.
 * - `not-known`: something could not be asked, and nothing else refuses it.
 */
export const VERDICTS = [
  'would-publish-now',
  'would-publish-at',
  'would-wait',
  'would-be-refused',
  'not-known',
] as const

export type Verdict = (typeof VERDICTS)[number]

/** `pointer`: what of the request it is about, where a change of that mends it. */
export type CheckProblem = Problem & { pointer?: string }

/** What one read-only check has found; `holdsUntilMs`: when that can change by itself, null: only by somebody's act. */
export type Finding = { holdsUntilMs: number | null } & (
  | { kind: 'clear' }
  | { kind: 'refuses' | 'hides'; problem: CheckProblem }
  /** `untilMs` null: until somebody ends it. */
  | { kind: 'delays'; problem: CheckProblem; untilMs: number | null }
)

type Obstacle = Exclude<Finding, { kind: 'clear' }>

/** When a publish is asked for. Instants in epoch ms. */
export interface Wanted {
  nowMs: number
  /** Null: at once. */
  scheduledForMs: number | null
  /** Null: whenever it can be done. */
  publishBeforeMs: number | null
}

export interface Judgement {
  verdict: Verdict
  /** When it would begin; null: never, or nobody knows. */
  atMs: number | null
  /** What the verdict comes from. */
  problems: CheckProblem[]
  /** What stands in the way now and will be over in time. */
  passing: CheckProblem[]
  /** The soonest instant at which the answer can become another one by itself; null: none. */
  validUntilMs: number | null
}

/** What a problem means that stands before a publish: a platform's fault is never its refusal. */
export function findingOf(problem: Problem, nowMs: number): Finding {
  const { category, untilMs = null } = problem
  if (category === 'rate-limited' || category === 'quota')
    return { kind: 'delays', problem, untilMs, holdsUntilMs: untilMs }
  if (category === 'auth' || isDefiniteRefusal(category)) return { kind: 'refuses', problem, holdsUntilMs: null }
  return { kind: 'hides', problem, holdsUntilMs: nowMs }
}

/** What all checks of a target together come to. */
export function judge(findings: Finding[], wanted: Wanted): Judgement {
  const all = [...findings, ...tooLate(findings, wanted)]
  const validUntilMs = holdsUntilMs(all, wanted)
  const problems = (kind: Obstacle['kind']) =>
    all.flatMap((one) => (one.kind !== 'clear' && one.kind === kind ? [one.problem] : []))
  const [refusals, hidden, delays] = [problems('refuses'), problems('hides'), problems('delays')]

  const askedMs = wanted.scheduledForMs ?? wanted.nowMs
  const startMs = startOf(all, askedMs)
  if (refusals.length > 0)
    return { verdict: 'would-be-refused', atMs: null, problems: refusals, passing: delays, validUntilMs }
  if (hidden.length > 0) return { verdict: 'not-known', atMs: null, problems: hidden, passing: delays, validUntilMs }
  if (startMs === null || startMs > askedMs)
    return { verdict: 'would-wait', atMs: startMs, problems: delays, passing: [], validUntilMs }
  const verdict = wanted.scheduledForMs === null ? 'would-publish-now' : 'would-publish-at'
  return { verdict, atMs: startMs, problems: [], passing: delays, validUntilMs }
}

/** Null: a delay has no known end. */
function startOf(findings: Finding[], askedMs: number): number | null {
  const ends = findings.flatMap((one) => (one.kind === 'delays' ? [one.untilMs] : []))
  return ends.reduce((latest, end) => (latest === null || end === null ? null : Math.max(latest, end)), askedMs)
}

/** A job that would still wait when its latest instant comes fails then. */
function tooLate(findings: Finding[], { nowMs, scheduledForMs, publishBeforeMs }: Wanted): Finding[] {
  const startMs = startOf(findings, scheduledForMs ?? nowMs)
  if (startMs === null || !isPast(publishBeforeMs, startMs)) return []
  return [
    {
      kind: 'refuses',
      holdsUntilMs: null,
      problem: {
        code: PUBLISH_BEFORE_PASSED,
        category: 'policy',
        message: `It could begin at ${new Date(startMs).toISOString()}, and is to be published before ${new Date(publishBeforeMs).toISOString()}.`,
        remedy: 'Give a later publishBefore, or none.',
      },
    },
  ]
}

/** The soonest instant from now on at which one of the facts can change by itself. */
function holdsUntilMs(findings: Finding[], { nowMs, scheduledForMs, publishBeforeMs }: Wanted): number | null {
  const changes = [...findings.map((one) => one.holdsUntilMs), scheduledForMs, publishBeforeMs]
  const ahead = changes.filter((atMs): atMs is number => atMs !== null && atMs >= nowMs)
  return ahead.length > 0 ? Math.min(...ahead) : null
}
