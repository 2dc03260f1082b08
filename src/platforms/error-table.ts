import { isDefiniteRefusal, isLimiting, type Problem, PublishError } from '../domain/errors'
import { PLATFORM_NAMES, type Platform } from '../domain/platform'
import type { HttpAnswer, HttpResult } from './http'

/**
 * What was being done. `attach` adds something to a post that exists, such as a thumbnail: a definite no concerns that
 * alone. `verdict` is no call: it is the reason that a platform gives for a task that it has ended, so it is always a
 * definite "not published". `connect`, `refresh` and `revoke` are about the permission and not about a post.
 */
export type Phase =
  | 'preflight'
  | 'prepare'
  | 'transfer'
  | 'commit'
  | 'probe'
  | 'enrich'
  | 'attach'
  | 'verdict'
  | 'connect'
  | 'refresh'
  | 'revoke'

/** What a platform's answer says of an error. */
export interface Evidence {
  /** Null: no answer came, or the reason is a field of a good answer. */
  status: number | null
  code?: string | undefined
  subcode?: string | undefined
  requestId?: string | undefined
  retryAfterMs?: number | undefined
  /** Why there was no answer. */
  noAnswer?: string
  /** Not a byte of the request has left: not even a commit has an unknown outcome then. */
  neverSent?: boolean
}

/** A problem as a table states it, before an answer fills in the platform's words. */
export interface Meaning extends Pick<Problem, 'code' | 'category' | 'message' | 'remedy' | 'cooldown'> {
  /** The first instant at which the call may be made again; a Retry-After of the answer wins. */
  until?: (nowMs: number) => number
}

/** Every condition that is given must hold. */
export interface Row {
  status?: number | '5xx'
  code?: string | readonly string[]
  subcode?: string | readonly string[]
  /** Absent: every phase but those of the login, where only what is meant for them may end a connection. */
  phases?: readonly Phase[]
  means: Meaning
}

export interface ErrorTable {
  problem(phase: Phase, evidence: Evidence, nowMs: number): Problem
  error(phase: Phase, result: HttpResult, nowMs: number): PublishError
}

export const BEFORE_COMMIT: readonly Phase[] = ['preflight', 'prepare', 'transfer']
export const LOGIN: readonly Phase[] = ['connect', 'refresh', 'revoke']
export const NOT_COMMIT: readonly Phase[] = [...BEFORE_COMMIT, 'probe', 'enrich', 'attach', ...LOGIN]

const CONNECT_AGAIN = 'Open a new link to connect the account in a moment.'

export const afterMs =
  (waitMs: number) =>
  (nowMs: number): number =>
    nowMs + waitMs

/**
 * A platform's errors as data. The first row that matches decides, so subcodes stand before codes and codes before bare
 * statuses. What no row knows is `unknown-outcome` in a commit that was sent, a refusal in a verdict, and transient anywhere
 * else; a read (probe, enrich) can be refused without a word about the post, so its definite rows count as transient too.
 * @param readEvidence takes code, subcode and request id out of the platform's envelope
 */
export function errorTable(
  platform: Platform,
  rows: readonly Row[],
  readEvidence: (answer: HttpAnswer) => Omit<Evidence, 'status' | 'noAnswer' | 'neverSent'>,
): ErrorTable {
  function problem(phase: Phase, evidence: Evidence, nowMs: number): Problem {
    const row = rows.find((candidate) => matches(candidate, phase, evidence))
    const meaning = row?.means ?? unknownMeaning(platform, phase, evidence)
    const { until, ...told } = inPhase(phase, meaning)
    const untilMs = evidence.retryAfterMs ? nowMs + evidence.retryAfterMs : until?.(nowMs)
    const platformCode = [codeOf(evidence.code) ?? evidence.status, codeOf(evidence.subcode)]
      .filter((part) => part !== null && part !== undefined)
      .join('/')
    return {
      ...told,
      ...(untilMs !== undefined && { untilMs }),
      ...(platformCode && { platformCode }),
      ...(isName(evidence.requestId) && { platformRequestId: evidence.requestId }),
    }
  }

  return {
    problem,
    error: (phase, result, nowMs) => {
      const neverSent = !result.answered && result.neverSent
      const evidence: Evidence = result.answered
        ? { status: result.status, retryAfterMs: retryAfterMs(result, nowMs), ...readEvidence(result) }
        : { status: null, noAnswer: result.reason, neverSent }
      const told = problem(phase, evidence, nowMs)
      // What may hide a post can tell a limit all the same, in the words of a step that publishes nothing. The hosts of the
      // logins have limits of their own.
      const limit = told.category === 'unknown-outcome' ? problem('prepare', evidence, nowMs) : told
      const stopsCalls = isLimiting(limit) && !LOGIN.includes(phase)
      return new PublishError(told, { neverSent, ...(stopsCalls && { limit }) })
    },
  }
}

function inPhase(phase: Phase, meaning: Meaning): Meaning {
  const isDefinite = isDefiniteRefusal(meaning.category)
  if ((phase === 'probe' || phase === 'enrich') && isDefinite) return { ...meaning, category: 'transient' }
  // The code is spent or lost with the answer, and a person waits: only that person can repeat it.
  if (phase === 'connect' && !isDefinite) return { ...meaning, remedy: CONNECT_AGAIN }
  return meaning
}

// Only a word or a number is told on: a sentence in its place may repeat what was sent, the token with it.
const codeOf = (told: string | undefined): string | undefined =>
  told !== undefined && /^(?:[a-z_-]{1,60}|-?\d{1,20})$/i.test(told) ? told : undefined

const isName = (told: string | undefined): told is string => told !== undefined && /^[\w.:-]{1,64}$/.test(told)

function matches(row: Row, phase: Phase, evidence: Evidence): boolean {
  if (row.phases ? !row.phases.includes(phase) : LOGIN.includes(phase)) return false
  if (row.code !== undefined && !oneOf(row.code, evidence.code)) return false
  if (row.subcode !== undefined && !oneOf(row.subcode, evidence.subcode)) return false
  if (row.status === '5xx') return evidence.status !== null && evidence.status >= 500
  return row.status === undefined || row.status === evidence.status
}

const oneOf = (wanted: string | readonly string[], given: string | undefined): boolean =>
  given !== undefined && (typeof wanted === 'string' ? wanted === given : wanted.includes(given))

function unknownMeaning(platform: Platform, phase: Phase, evidence: Evidence): Meaning {
  const name = PLATFORM_NAMES[platform]
  if (phase === 'verdict') {
    return {
      code: 'refused-by-platform',
      category: 'policy',
      message: `${name} did not publish the video and gave a reason that is not known here.`,
      remedy: `Look up the reason in ${name}'s documentation, then retry the job.`,
    }
  }
  const happened =
    evidence.status === null
      ? `${name} gave no answer (${evidence.noAnswer ?? 'unknown'})`
      : `${name} gave an answer that is not understood (HTTP ${evidence.status})`
  return phase === 'commit' && !evidence.neverSent
    ? {
        code: 'commit-unanswered',
        category: 'unknown-outcome',
        message: `${happened} to the request that publishes.`,
        remedy: 'Nothing to do: the platform is asked whether the post exists before anything is sent again.',
      }
    : {
        code: evidence.status === null ? 'no-answer' : 'unexpected-answer',
        category: 'transient',
        message: `${happened}.`,
        remedy: `Nothing to do: the call is repeated for a while. If it stays so, check ${name}'s status page.`,
      }
}

/** RFC 9110: seconds or a date. */
function retryAfterMs(answer: HttpAnswer, nowMs: number): number | undefined {
  const value = answer.headers['retry-after']
  if (value === undefined) return undefined
  const waitMs = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - nowMs
  return waitMs > 0 ? waitMs : undefined
}
