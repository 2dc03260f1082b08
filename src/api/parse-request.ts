import type { z } from 'zod'
import { ApiProblem } from './problems'
import type { FieldError } from './problems'
import type { RawRequest, RouteDescription } from './route'
import { salvage } from './salvage'
import { toFieldErrors } from './violations'

interface Part {
  value: unknown
  errors: FieldError[]
}

/**
 * Passes every part of a request through its schema.
 * @throws ApiProblem `validation-failed` with every violation of all parts; a route that salvages gets those of its body instead.
 */
export function parseRequest(description: RouteDescription, request: RawRequest) {
  const params = parse(description.params, request.params, 'parameter')
  const query = parse(description.query, request.query, 'parameter')
  const headers = parse(description.headers, request.headers, 'parameter')
  const body = parse(description.body, request.body, 'body')

  const outside = [params, query, headers].flatMap((part) => part.errors)
  const errors = [...outside, ...body.errors]
  // Only a body has a rest without its faults: a handler is never called without its parameters.
  const salvaged =
    outside.length === 0 && errors.length > 0 && description.salvages && description.body
      ? salvage(description.body, request.body)
      : null
  if (errors.length > 0 && salvaged === null) throw new ApiProblem('validation-failed', { errors })

  return {
    params: params.value,
    query: query.value,
    headers: headers.value,
    body: salvaged ?? body.value,
    violations: errors,
  }
}

function parse(schema: z.ZodType | undefined, input: unknown, place: 'body' | 'parameter'): Part {
  if (!schema) return { value: undefined, errors: [] }
  const parsed = schema.safeParse(input, { reportInput: true })
  return parsed.success
    ? { value: parsed.data, errors: [] }
    : { value: undefined, errors: toFieldErrors(parsed.error.issues, place) }
}
