import { z } from 'zod'

/**
 * A counter as platforms write it, a number or its digits. Null where it is absent or is no count: one odd field says
 * nothing about the others of its post.
 */
export const counter = z.unknown().optional().transform(countOf)

function countOf(told: unknown): number | null {
  const count = typeof told === 'string' && /^\d{1,16}$/.test(told) ? Number(told) : told
  return typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 ? count : null
}
