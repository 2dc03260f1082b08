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
    .flatMap(intoAlternative)
    .flatMap((issue) => {
      if (issue.code === 'unrecognized_keys') {
        const code = place === 'body' ? 'unknown-field' : 'unknown-parameter'
        return issue.keys.map((key) => ({ ...at([...issue.path, key]), code, message: 'Is not known here' }))
      }
      return [{ ...at(issue.path), ...describe(issue) }]
    })
    .slice(0, MAX_ERRORS)
}

/** A value that is none of several alternatives is judged by the one that knows most of its members, else by the first. */
function intoAlternative(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue]
  const [nearest = []] = issue.errors.toSorted((a, b) => unknownMembers(a) - unknownMembers(b))
  return nearest.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }))
}

const unknownMembers = (issues: z.core.$ZodIssue[]): number =>
  issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 0), 0)

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
