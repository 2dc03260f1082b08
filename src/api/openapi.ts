import { z } from 'zod'
import type { Platform } from '../domain/platform'
import type { JsonSchema, PlatformRules } from '../domain/ports/platform'
import { PROBLEMS } from './problems'
import type { ProblemCode } from './problems'
import type { Route } from './route'
import { problem } from './schemas/problem'

/** What any request may be answered with. */
const EVERYWHERE: ProblemCode[] = ['internal', 'database-unavailable']
const WITH_KEY: ProblemCode[] = ['api-key-missing', 'api-key-invalid', 'scope-missing', 'rate-limited']
const WITH_BODY: ProblemCode[] = ['malformed-request', 'invalid-json', 'body-too-large', 'unsupported-media-type']

/** Makes the OpenAPI 3.1 document from the schemas that validate, and from each platform's own options schema. */
export function toOpenApi(routes: Route[], rules: Record<Platform, PlatformRules>): object {
  const components = toComponents(rules)
  const paths: Record<string, Record<string, unknown>> = {}
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method]: toOperation(route) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Publisher',
      version: '1',
      description: 'Publishes a video from Cloudflare R2 to TikTok, Instagram Reels and YouTube, exactly once.',
    },
    security: [{ apiKey: [] }],
    paths,
    components: { schemas: components, securitySchemes: { apiKey: { type: 'http', scheme: 'bearer' } } },
  }
}

/** Every schema with an id, under that id. */
function toComponents(rules: Record<Platform, PlatformRules>): Record<string, JsonSchema> {
  const { schemas } = z.toJSONSchema(z.globalRegistry, { io: 'input', uri: toReference })
  const named = Object.entries(schemas).map(([name, schema]) => [name, withoutIdentity(schema)] as const)
  const options = Object.entries(rules).map(
    ([platform, { optionsSchema }]) => [`${platform}_OPTIONS`, withoutIdentity(optionsSchema)] as const,
  )
  const components = Object.fromEntries([...named, ...options])
  return {
    ...components,
    PublishTarget: withOptions(
      components.PublishTarget,
      options.map(([name]) => name),
    ),
  }
}

const toReference = (name: string) => `#/components/schemas/${name}`

/** In OpenAPI the document's place, not `$id`, names a schema. */
const withoutIdentity = ({ $id: _id, $schema: _dialect, ...schema }: JsonSchema): JsonSchema => schema

const withOptions = (target: JsonSchema | undefined, names: string[]): JsonSchema => ({
  ...target,
  properties: {
    ...Object(target?.properties),
    options: {
      description: "The platform's own options",
      anyOf: names.map((name) => ({ $ref: toReference(name) })),
      default: {},
    },
  },
})

function toOperation(route: Route): object {
  const { operationId, summary, tag, scope, params, query, headers, body, rawBody, answer, statuses } = route
  const requestBody = body
    ? { 'application/json': toExemplified(body) }
    : rawBody && { [rawBody.mediaType]: { schema: { type: 'string', description: rawBody.description } } }
  const problems = [...route.problems, ...EVERYWHERE, ...(scope ? WITH_KEY : []), ...(requestBody ? WITH_BODY : [])]
  return {
    operationId,
    summary,
    description: scope ? `Needs the scope \`${scope}\`.` : 'Open to everybody.',
    ...(!scope && { security: [] }),
    tags: [tag],
    parameters: [...toParameters('path', params), ...toParameters('query', query), ...toParameters('header', headers)],
    ...(requestBody && { requestBody: { required: true, content: requestBody } }),
    responses: {
      ...Object.fromEntries(
        Object.entries(statuses).map(([status, description]) => [
          status,
          { description, ...(answer && { content: { 'application/json': { schema: toSchema(answer) } } }) },
        ]),
      ),
      ...toProblems(problems),
    },
  }
}

function toParameters(place: 'path' | 'query' | 'header', schema: z.ZodObject | undefined): object[] {
  if (!schema) return []
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input' })
  return Object.entries(properties).map(([name, member]) => ({
    name: place === 'header' ? titleCase(name) : name,
    in: place,
    required: required.includes(name),
    schema: member,
  }))
}

/** `idempotency-key` → `Idempotency-Key` */
const titleCase = (name: string) => name.replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase())

/** One response for each status, which names the problem types behind it. */
function toProblems(codes: ProblemCode[]): Record<string, object> {
  const statuses = new Set(codes.map((code) => PROBLEMS[code].status))
  return Object.fromEntries(
    [...statuses].map((status) => {
      const own = codes.filter((code) => PROBLEMS[code].status === status)
      const description = own.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`).join('\n\n')
      return [status, { description, content: { 'application/problem+json': { schema: toSchema(problem) } } }]
    }),
  )
}

/** With its first example beside it: a schema that transforms loses its examples on the way through zod. */
function toExemplified(body: z.ZodType): object {
  const [example] = z.array(z.unknown()).parse(body.meta()?.examples ?? [])
  return { schema: toSchema(body), example }
}

/** A reference where the schema has a name, the schema itself where it has none. */
function toSchema(schema: z.ZodType): object {
  const name = schema.meta()?.id
  return name ? { $ref: toReference(name) } : withoutIdentity(z.toJSONSchema(schema, { io: 'input' }))
}
