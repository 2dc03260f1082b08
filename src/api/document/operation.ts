import type { z } from 'zod'
import type { JsonSchema } from '../../domain/ports/platform'
import type { Route } from '../route'
import { BODY_LIMIT_BYTES } from '../serve-route'
import { exampleOf } from './example'
import { headersOf } from './headers'
import { toSchema } from './json-schema'
import { problemReferences } from './problems'

type Components = Record<string, JsonSchema>

/** Describes a route as an operation of the document. */
export function toOperation(route: Route, components: Components): object {
  const { operationId, summary, tag, scope, params, query, headers, body, rawBody } = route
  const hasBody = body !== undefined || rawBody !== undefined
  const parameters = [
    ...toParameters('path', params),
    ...toParameters('query', query),
    ...toParameters('header', headers),
  ]
  return {
    operationId,
    summary,
    description: scope ? `Needs the scope \`${scope}\`.` : 'Open to everybody.',
    tags: [tag],
    security: scope ? [{ apiKey: [scope] }] : [],
    ...(parameters.length > 0 && { parameters }),
    ...(hasBody && { requestBody: { required: true, content: toRequestContent(route, components) } }),
    responses: toResponses(route, components),
  }
}

function toRequestContent({ body, rawBody }: Route, components: Components): object {
  if (body) return { 'application/json': toMedia(body, components) }
  if (!rawBody) return {}
  const { mediaType, description } = rawBody
  return { [mediaType]: { schema: { type: 'string', maxLength: BODY_LIMIT_BYTES, description } } }
}

function toResponses(route: Route, components: Components): object {
  const { scope, headers: taken } = route
  const sender = { keyed: scope !== undefined, idempotent: taken !== undefined && 'idempotency-key' in taken.shape }
  const successes: Record<string, object> = Object.fromEntries(
    Object.entries(route.statuses).map(([status, description]) => {
      const headers = headersOf(Number(status), sender)
      return [status, { description, headers, ...toContent(route, Number(status), components) }]
    }),
  )
  return { ...successes, ...problemReferences(route) }
}

function toContent({ answer, answers, rawAnswer }: Route, status: number, components: Components): object {
  if (rawAnswer?.status === status) {
    const { mediaType, description, events } = rawAnswer
    // OpenAPI 3.1 has no words for a stream; JSON Schema says what is in a string.
    const content = events && { contentMediaType: 'application/json', contentSchema: { anyOf: events.map(toSchema) } }
    return { content: { [mediaType]: { schema: { type: 'string', description, ...content } } } }
  }
  const schema = answers?.[status] ?? answer
  return schema ? { content: { 'application/json': toMedia(schema, components) } } : {}
}

/** A schema with an example of it. */
function toMedia(type: z.ZodType, components: Components): object {
  const schema = toSchema(type)
  return { schema, example: exampleOf(schema, components) }
}

function toParameters(place: 'path' | 'query' | 'header', type: z.ZodObject | undefined): object[] {
  if (!type) return []
  const { properties, required } = toSchema(type) as { properties: Components; required?: string[] }
  return (
    Object.entries(properties)
      // It is the browser's, and no caller's to send.
      .filter(([name]) => name !== 'cookie')
      .map(([name, schema]) => ({
        name: place === 'header' ? titleCase(name) : name,
        in: place,
        ...(schema.description !== undefined && { description: schema.description }),
        required: required?.includes(name) ?? false,
        schema,
        example: exampleOf(schema, {}),
      }))
  )
}

/** `idempotency-key` → `Idempotency-Key` */
const titleCase = (name: string) => name.replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase())
