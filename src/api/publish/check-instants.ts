import { isPast } from '../../domain/deadline'
import type { Violation } from '../../domain/errors'

/** When a job begins and by when it must be published; absent or null: at once, and whenever it can be done. */
export interface Instants {
  scheduledFor?: Date | null | undefined
  publishBefore?: Date | null | undefined
}

/**
 * The rules of a job's instants.
 * @param given what the request sets
 * @param standing what holds besides, of a job that exists
 */
export function checkInstants(given: Instants, nowMs: number, standing: Instants = {}): Violation[] {
  const violations: Violation[] = []
  if (given.scheduledFor && given.scheduledFor.getTime() < nowMs)
    violations.push({
      pointer: '/scheduledFor',
      code: 'scheduled-in-the-past',
      message: 'Lies in the past; leave it out to publish now',
    })
  if (given.publishBefore && isPast(given.publishBefore.getTime(), nowMs))
    violations.push({
      pointer: '/publishBefore',
      code: 'publish-before-in-the-past',
      message: 'Must lie in the future; leave it out where the post has no latest instant',
    })
  const scheduledFor = given.scheduledFor ?? standing.scheduledFor
  const publishBefore = given.publishBefore === undefined ? standing.publishBefore : given.publishBefore
  if (scheduledFor && publishBefore && publishBefore <= scheduledFor)
    violations.push({
      pointer: given.publishBefore ? '/publishBefore' : '/scheduledFor',
      code: 'publish-before-not-after-scheduled-for',
      message: `The job begins at ${scheduledFor.toISOString()} and must be published before ${publishBefore.toISOString()}: the latter must be later`,
    })
  return violations
}
