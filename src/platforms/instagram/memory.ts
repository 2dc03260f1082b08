import { type Problem, PublishError } from '../../domain/errors'
import type { CheckpointReference, TransferResult } from '../../domain/ports/platform'
import { MINUTE_MS, sharedMeanings } from '../meanings'
import { instagramErrors, isNotFound } from './errors'

/**
 * Instagram now and then does not know a container that exists: it is tried again once or twice within this time, then made
 * anew. What has happened so far is remembered in the checkpoint's reference.
 */
const PATIENCE_MS = 2 * MINUTE_MS

/** A read did not find the container. */
export function missing(reference: CheckpointReference, problem: Problem, nowMs: number): TransferResult {
  const sinceMs = Number(reference.missingSinceMs || nowMs)
  if (nowMs - sinceMs >= PATIENCE_MS) return { state: 'gone', problem }
  return { state: 'pending', reference: { missingSinceMs: String(sinceMs) } }
}

/** A read found it. */
export const found = (reference: CheckpointReference, result: TransferResult): TransferResult =>
  reference.missingSinceMs && result.state !== 'gone' ? { ...result, reference: { missingSinceMs: '' } } : result

/** @throws PublishError `upload-gone` where commits have been answered for long enough as if the container did not exist. */
export function assertKnown({ unknownSinceMs }: CheckpointReference, nowMs: number): void {
  if (!unknownSinceMs || nowMs - Number(unknownSinceMs) < PATIENCE_MS) return
  throw new PublishError({ ...sharedMeanings('INSTAGRAM').uploadGone })
}

/** The error of a commit whose outcome is open, with what its answer would mean if nothing was published. */
export function unanswered(reference: CheckpointReference, error: PublishError, nowMs: number): PublishError {
  const { platformCode = '', untilMs } = error.problem
  const isUnknown = isNotFound(asIfRefused(platformCode, nowMs).code)
  const learnt = {
    commitAnswer: platformCode,
    commitUntilMs: untilMs === undefined ? '' : String(untilMs),
    unknownSinceMs: isUnknown ? reference.unknownSinceMs || String(nowMs) : '',
  }
  return new PublishError(error.problem, { cause: error, learnt })
}

/** What stood in the way of a commit that was not taken; undefined where it may pass by itself. */
export function obstacle({ commitAnswer, commitUntilMs }: CheckpointReference, nowMs: number): Problem | undefined {
  if (!commitAnswer) return undefined
  const problem = asIfRefused(commitAnswer, nowMs)
  if (problem.category === 'transient') return undefined
  return { ...problem, ...(commitUntilMs && { untilMs: Number(commitUntilMs) }) }
}

function asIfRefused(platformCode: string, nowMs: number): Problem {
  const [code, subcode] = platformCode.split('/')
  return instagramErrors.problem('prepare', { status: null, code, subcode }, nowMs)
}
