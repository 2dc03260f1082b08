import type { z } from 'zod'
import type { FieldError } from './problems'

/** An answer lists no more than this; a body of 64 KiB can break thousands of rules. */
const MAX_ERRORS = 100

const CODES: Partial<Record<z.core.$ZodIssue['code'], string>> = {
  invalid_type: 'wrong-type',
  invalid_value: 'not-allowed',
  invalid_format: 'malformed',
  too_big: 'too-large',
  too_small: 'too-small',
}

/**
 * Every issue of a schema as a broken rule. Issues must come from a parse with `reportInput`, which tells an absent
 * value from a wrong one. Values are never repeated.
 */
export function toFieldErrors(issues: z.core.$ZodIssue[], place: 'body' | 'parameter'): FieldError[] {
  const at = (path: PropertyKey[]) =>
    place === 'body' ? { pointer: toPointer(path) } : { parameter: path.map(String).join('.') }
  return issues
    .flatMap((issue) => {
      if (issue.code === 'unrecognized_keys') {
        const code = place === 'body' ? 'unknown-field' : 'unknown-parameter'
        return issue.keys.map((key) => ({ ...at([...issue.path, key]), code, message: 'Is not known here' }))
      }
      return [{ ...at(issue.path), ...describe(issue) }]
    })
    .slice(0, MAX_ERRORS)
}

function describe(issue: z.core.$ZodIssue): { code: string; message: string } {
  if (issue.code === 'custom' && typeof issue.params?.code === 'string') {
    return { code: issue.params.code, message: issue.message }
  }
  if (issue.input === undefined) return { code: 'required', message: 'Is required' }
  return { code: CODES[issue.code] ?? 'malformed', message: issue.message }
}

/** RFC 6901. */
const toPointer = (path: PropertyKey[]): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
