import { isSafeNumber, parse } from 'lossless-json'
import { z } from 'zod'

/**
 * JSON as platforms write it: TikTok's ids are bare numbers above 2^53, which JSON.parse rounds.
 * @returns undefined when the text is no JSON. Numbers that a double cannot hold are text with every digit.
 */
export function parseJson(text: string): unknown {
  try {
    return parse(text, null, (digits) => (isSafeNumber(digits) ? Number(digits) : digits))
  } catch {
    return undefined
  }
}

/** A name or an id of a platform's, told by itself: what a database keeps and a log shows as it is. */
export const plainText = z.string().regex(/^[\x20-\x7e]{1,200}$/)
