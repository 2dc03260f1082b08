import { Ajv2020 } from 'ajv/dist/2020'
import type { ValidateFunction } from 'ajv/dist/2020'
import addFormats from 'ajv-formats'

type Schema = Record<string, unknown>

/** To a response that many operations have: `#/components/responses/<name>`. */
interface Reference {
  $ref: string
}

interface DocumentedResponse {
  description: string
  content?: Record<string, { schema: Schema; example?: unknown; examples?: Schema }>
}

export interface Operation {
  operationId: string
  tags: string[]
  security: Record<string, string[]>[]
  parameters?: { name: string; in: 'path' | 'query' | 'header'; required: boolean; schema: Schema; example: unknown }[]
  requestBody?: { content: Record<string, { schema: Schema; example?: unknown }> }
  responses: Record<string, DocumentedResponse | Reference>
}

/** The document of the API, as far as tests look at it. */
export interface OpenApi {
  openapi: string
  tags: { name: string; description: string }[]
  paths: Record<string, Record<string, Operation>>
  components: {
    schemas: Record<string, Schema>
    responses: Record<string, DocumentedResponse>
    examples: Record<string, { value: unknown }>
  }
}

export interface Answered {
  status: number
  headers: Headers
  text: string
}

/** Tells in what an answer differs from the document; nothing where it does not, or where the document has no such route. */
export type AnswerCheck = (method: string, path: string, answer: Answered) => string[]

/** What must be in no answer: a stack, a place in the code, an address with a password. */
const NEVER_TOLD =
  /\n\s+at \S+ \(|node_modules|\/src\/\w+\/|postgres(?:ql)?:\/\/|PrismaClient|secret-(?:access|refresh)-token/

export function createAnswerCheck(document: OpenApi): AnswerCheck {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats.default(ajv)
  ajv.addSchema(closed(document), 'document')
  const validators = new Map<string, ValidateFunction>()
  const validatorAt = (pointer: string): ValidateFunction => {
    const known = validators.get(pointer) ?? ajv.compile({ $ref: `document#${pointer}` })
    validators.set(pointer, known)
    return known
  }
  const templates = Object.keys(document.paths)
    .sort((a, b) => paramsIn(a) - paramsIn(b))
    .map((template) => ({ template, pattern: new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}/?$`, 'i') }))

  return (method, path, { status, headers, text }) => {
    const [bare = ''] = path.split('?')
    const verb = method.toLowerCase()
    const route = templates.find(({ template, pattern }) => pattern.test(bare) && document.paths[template]?.[verb])
    if (!route) return []
    const found = NEVER_TOLD.test(text) ? ['it tells what no answer may tell'] : []
    const { pointer, documented } = responseAt(document, ['paths', route.template, verb, 'responses', String(status)])
    if (!documented) return [...found, `${status} is not in the document: ${text.slice(0, 500)}`]
    if (!headers.has('x-request-id')) found.push('it has no X-Request-Id')

    const mediaType = headers.get('content-type')?.split(';')[0] ?? ''
    if (!documented.content) return text === '' ? found : [...found, `it has a body: ${text.slice(0, 500)}`]
    if (!documented.content[mediaType]) return [...found, `${mediaType} is not in the document`]
    if (!mediaType.endsWith('json')) return found
    const validate = validatorAt(
      [...pointer, 'content', mediaType, 'schema'].map((step) => `/${escaped(step)}`).join(''),
    )
    if (validate(JSON.parse(text))) return found
    return [
      ...found,
      ...(validate.errors ?? []).map(
        (error) => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`,
      ),
    ]
  }
}

/** A response and where it is told, whether of one operation or of many. */
function responseAt(document: OpenApi, pointer: string[]): { pointer: string[]; documented?: DocumentedResponse } {
  const found = pointer.reduce<unknown>((node, step) => (Object(node) as Schema)[step], document)
  if (!isObject(found)) return { pointer }
  if ('$ref' in found) return responseAt(document, String(found.$ref).slice(2).split('/'))
  return { pointer, documented: found as unknown as DocumentedResponse }
}

const paramsIn = (template: string) => template.split('{').length

/** Whatever realm it is of: what `fetch` makes is not of a test's own. */
const isObject = (node: unknown): node is Schema => typeof node === 'object' && node !== null

/** Of a JSON pointer in the fragment of a URI. */
const escaped = (step: string) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))

/**
 * The document with nothing beside what it names in an answer: for callers answers are open, since they may grow; for
 * tests they are closed, so that nothing gets out that is not described. Problems, which are components, stay open: their
 * type says what else they tell.
 */
function closed(document: OpenApi): object {
  const copy = structuredClone(document)
  close(copy.components.schemas)
  for (const operation of Object.values(copy.paths).flatMap((methods) => Object.values(methods))) {
    close(operation.responses)
  }
  return copy
}

function close(node: unknown): void {
  if (!isObject(node)) return
  if (node.type === 'object' && node.properties) node.additionalProperties ??= false
  for (const [key, value] of Object.entries(node)) if (!['examples', 'example', 'default'].includes(key)) close(value)
}
