import { z } from 'zod'
import type { Violation } from '../domain/errors'
import type { JsonSchema, PostDraft } from '../domain/ports/platform'
import { hashtagFault } from '../domain/publish-rules'

/** Every fault of the options by themselves, with pointers under `/options`. */
export function optionViolations(schema: z.ZodType, options: Record<string, unknown>): Violation[] {
  const issues = schema.safeParse(options).error?.issues ?? []
  return issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) =>
        violation(`/options/${escaped(key)}`, 'unknown-option', 'is not an option of this platform'),
      )
    }
    const pointer = `/options${issue.path.map((part) => `/${escaped(String(part))}`).join('')}`
    const [first = ''] = issue.path
    const missing = issue.path.length === 1 && options[String(first)] === undefined
    return [
      missing
        ? violation(pointer, 'option-required', `is required. ${issue.message}`)
        : violation(pointer, 'invalid-option', issue.message),
    ]
  })
}

/** Each hashtag on its own: an array position and what is wrong with it. */
export const hashtagViolations = (draft: PostDraft): Violation[] =>
  draft.hashtags.flatMap((hashtag, index) => {
    const fault = hashtagFault(hashtag)
    return fault ? [violation(`/hashtags/${index}`, 'invalid-hashtag', fault)] : []
  })

export const violation = (pointer: string, code: string, message: string): Violation => ({ pointer, code, message })

/** As callers may write the options: what has a default may be left out. */
export const toJsonSchema = (schema: z.ZodType): JsonSchema => z.toJSONSchema(schema, { io: 'input' })

/** RFC 6901. */
const escaped = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1')
