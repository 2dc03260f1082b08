/** Temporal's priority keys: 1 goes first, and without one a task counts as 3. Within one key, users take turns. */
export const PRIORITY = { timed: 2, single: 3, bulk: 4, housekeeping: 5 } as const

export type PriorityKey = (typeof PRIORITY)[keyof typeof PRIORITY]

/** So many other publishes of the same kind at once are a user's bulk. */
export const MANY = 3

export interface Urgency {
  /** The post has an instant to go out at, or one to go out before. */
  isTimed: boolean
  /** It has waited for the upload quota, with others of its day. */
  wasQueued: boolean
  /** How many others its user has under way on the platform that are timed, or not, as it is. */
  othersAlike: number
}

/**
 * Who is served first where slots are short: posts with an instant, then single ones, then what came in bulk. A bulk of timed
 * posts is bulk: it would else go before every other user's single one.
 */
export function priorityOf({ isTimed, wasQueued, othersAlike }: Urgency): PriorityKey {
  if (wasQueued || othersAlike >= MANY) return PRIORITY.bulk
  return isTimed ? PRIORITY.timed : PRIORITY.single
}
