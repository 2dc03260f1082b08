import type { ProblemType } from '../problems'

/** Spread into the one table of problems. */
export const FOLLOW_PROBLEMS = {
  'too-many-streams': {
    status: 429,
    title: 'This key follows as many jobs at once as it may',
    remedy: 'End streams that nobody reads, or follow jobs by webhooks.',
  },
} as const satisfies Record<string, ProblemType>
