import type { Duplicate } from '../../database/publish-jobs/duplicate'
import type { CheckProblem } from '../../domain/dry-run'
import type { Violation } from '../../domain/errors'
import { PROBLEMS } from '../problems'
import { VIDEO_NOT_READY } from './plan-jobs'

/** Of the rules that no change of what "pointer" names can satisfy. */
const REMEDIES: Record<string, string> = {
  [VIDEO_NOT_READY]: 'Wait until GET /v1/videos/{id} says READY; where it says FAILED, publish another video.',
  'connection-not-found':
    'Let the user connect an account of this platform: POST /v1/connections/{platform}/authorize.',
  'connection-not-usable': 'Let the user connect the account again: POST /v1/connections/{platform}/authorize.',
}

/** A broken rule as a problem with a remedy. */
export const toRuleProblem = ({ pointer, code, message }: Violation): CheckProblem => ({
  code,
  category: 'policy',
  message,
  remedy: REMEDIES[code] ?? 'Change what "pointer" names: /docs shows what the platform takes.',
  pointer,
})

export function toDuplicateProblem({ existing }: Duplicate): CheckProblem {
  const named = 'jobId' in existing ? `job ${existing.jobId}` : `post ${existing.postId}`
  const { title } = PROBLEMS['duplicate-publish']
  return {
    code: 'duplicate-publish',
    category: 'policy',
    message: `${title}: ${named}.`,
    remedy: 'Follow that one, or send "allowDuplicate": true to publish the video once more.',
    pointer: '/allowDuplicate',
  }
}
