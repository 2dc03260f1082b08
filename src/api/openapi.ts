import type { Platform } from '../domain/platform'
import type { JsonSchema, PlatformRules } from '../domain/ports/platform'
import { headerComponents } from './document/headers'
import { namedSchemas, readable, toReference } from './document/json-schema'
import { toOperation } from './document/operation'
import { problemComponents, problemExamples } from './document/problems'
import { TAGS } from './document/tags'
import type { Route } from './route'

const DESCRIPTION = `Publishes a video from Cloudflare R2 to TikTok, Instagram Reels and YouTube, exactly once.

**Authentication**: \`Authorization: Bearer <API key>\`. A key has scopes, and sees what belongs to its service only; what belongs to another does not exist for it.

**Repeating a request**: send an \`Idempotency-Key\` where a route takes one, and send the same request again, with the same key, whenever an answer is lost.

**Errors** are problem details (RFC 9457). Decide by \`code\`, which is stable; \`remedy\` says what to do, \`errors\` names every violation at once. \`/problems/{code}\` explains each.

**Instants** need an offset. **Platform ids** are strings. **Listings** go on with \`nextCursor\` as \`cursor\`. Unknown members of a request are refused; answers may get new ones at any time.`

/** Makes the OpenAPI 3.1 document from the schemas that validate, and from each platform's own options schema. */
export function toOpenApi(routes: Route[], rules: Record<Platform, PlatformRules>): object {
  const components = toComponents(rules)
  const paths: Record<string, Record<string, object>> = {}
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method]: toOperation(route, components) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Publisher', version: '1', description: DESCRIPTION },
    servers: [{ url: '/', description: 'Where this document was read' }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    security: [{ apiKey: [] }],
    paths,
    components: {
      schemas: components,
      responses: problemComponents(routes),
      headers: headerComponents,
      examples: problemExamples,
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key; operators make them.' },
      },
    },
  }
}

function toComponents(rules: Record<Platform, PlatformRules>): Record<string, JsonSchema> {
  const options = Object.entries(rules).map(
    ([platform, { optionsSchema }]) => [`${platform}_OPTIONS`, readable(optionsSchema)] as const,
  )
  return {
    ...namedSchemas(),
    ...Object.fromEntries(options),
    PlatformOptions: {
      description: "The platform's own options",
      anyOf: options.map(([name]) => ({ $ref: toReference(name) })),
    },
  }
}
