import path from 'node:path'
import openapiTS, { astToString } from 'openapi-typescript'
import prettier from 'prettier'
import { ROOT } from '../../local/paths'
import type { OpenApi } from './answer-check'
import { sha256Of } from './document-sha256'

export const CLIENT_SCHEMA = path.join(ROOT, 'client', 'schema.ts')

/** The client's types, and the routes that take an Idempotency-Key, as the document tells them. */
export async function clientSchemaOf(document: OpenApi): Promise<string> {
  const types = astToString(await openapiTS(JSON.stringify(document), { defaultNonNullable: false }))
  const keyed = Object.entries(document.paths).flatMap(([route, methods]) =>
    Object.entries(methods)
      .filter(([, { parameters = [] }]) => parameters.some(({ name }) => name === 'Idempotency-Key'))
      .map(([method]) => `${method.toUpperCase()} ${route}`),
  )
  const source = `// Made by \`npm run generate:client\` from the OpenAPI document.
${types}
/** The routes that take an Idempotency-Key. */
export const KEYED_ROUTES = ${JSON.stringify(keyed)} as const

/** Of the document. */
export const DOCUMENT_SHA256 = '${sha256Of(document)}'
`
  return prettier.format(source, { ...(await prettier.resolveConfig(CLIENT_SCHEMA)), filepath: CLIENT_SCHEMA })
}
