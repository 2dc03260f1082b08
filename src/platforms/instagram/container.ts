import { type Problem, PublishError } from '../../domain/errors'
import type { TransferResult } from '../../domain/ports/platform'
import type { Phase } from '../error-table'
import { sharedMeanings } from '../meanings'
import type { Container } from './answers'
import { instagramErrors } from './errors'

/**
 * How far a container is (`status_code`). One that is `PUBLISHED` already counts as ready: the commit sees it too, sends
 * nothing, and leaves the rest to the probe.
 * @throws PublishError when Instagram cannot use the video; a failure that may pass makes the container `gone` instead.
 */
export function transferResult(container: Container, nowMs: number): TransferResult {
  switch (container.status_code) {
    case 'FINISHED':
    case 'PUBLISHED':
      return { state: 'ready' }
    case 'EXPIRED':
      return { state: 'gone', problem: expired }
    case 'ERROR': {
      const problem = failureOf(container, 'transfer', nowMs)
      if (problem.category === 'transient') return { state: 'gone', problem }
      throw new PublishError(problem)
    }
    default:
      return { state: 'pending' }
  }
}

/** The text of `status` carries the subcode: `Error: … 2207026 …`. */
export function failureOf(container: Container, phase: Phase, nowMs: number): Problem {
  const [subcode] = /\b2207\d{3}\b/.exec(container.status ?? '') ?? []
  return instagramErrors.problem(phase, { status: null, subcode }, nowMs)
}

/** The container was not published within 24 hours, and never will be. */
export const expired: Problem = {
  ...sharedMeanings('INSTAGRAM').uploadGone,
  message: 'Instagram dropped the container, because it was not published within 24 hours.',
}
