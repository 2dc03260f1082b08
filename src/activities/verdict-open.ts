import { PublishError } from '../domain/errors'
import type { ProbeResult } from '../domain/ports/platform'

/** Why a probe is no verdict yet. */
export function whatItTold(found: ProbeResult): string | undefined {
  if (found.verdict === 'processing' || found.verdict === 'unknown') return found.detail
  return found.verdict === 'published' ? found.awaiting : undefined
}

/** The platform may be asked again, only later. */
export const isLimit = (error: unknown): error is PublishError =>
  error instanceof PublishError && (error.problem.category === 'rate-limited' || error.problem.category === 'quota')

/** Makes the retry policy ask again, not before `untilMs`. */
export const noVerdict = (detail: string, untilMs?: number) =>
  new PublishError({
    code: 'no-verdict-yet',
    category: 'transient',
    message: detail,
    remedy: 'Nothing needs to be done: the platform is asked again.',
    ...(untilMs === undefined ? {} : { untilMs }),
  })
