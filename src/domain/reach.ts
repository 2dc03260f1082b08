/** Whose rows a caller may see and touch. */
export interface Reach {
  /** The service whose users they are; null: of every service. */
  principal: string | null
  /** Of this user only; null: of all the principal's users. */
  userId: string | null
}

/** Everybody's. */
export const EVERYTHING: Reach = { principal: null, userId: null }
