import type { JsonSchema } from '../../domain/ports/platform'
import { PROBLEMS } from '../problems'
import type { ProblemCode } from '../problems'
import type { Route } from '../route'
import { problem } from '../schemas/problem'
import { headersOf } from './headers'
import { toSchema } from './json-schema'

/** What any request may be answered with. */
const EVERYWHERE: ProblemCode[] = ['internal', 'database-unavailable']
const WITH_KEY: ProblemCode[] = ['api-key-missing', 'api-key-invalid', 'scope-missing', 'rate-limited']
const WITH_BODY: ProblemCode[] = ['malformed-request', 'invalid-json', 'body-too-large', 'unsupported-media-type']
const WITH_PATH: ProblemCode[] = ['malformed-request']

/** The problems of one status on a route; many routes have the same. */
interface Refusal {
  status: number
  codes: ProblemCode[]
  /** The route asks for an API key. */
  keyed: boolean
}

/** The responses of a route's problems, by status. */
export const problemReferences = (route: Route): Record<string, object> =>
  Object.fromEntries(
    refusalsOf(route).map((refusal) => [refusal.status, { $ref: `#/components/responses/${nameOf(refusal)}` }]),
  )

/** Every response that `problemReferences` leads to: it lists the codes behind its status with an example of each. */
export const problemComponents = (routes: Route[]): Record<string, object> =>
  Object.fromEntries(routes.flatMap(refusalsOf).map((refusal) => [nameOf(refusal), toResponse(refusal)]))

function refusalsOf({ scope, params, body, rawBody, problems }: Route): Refusal[] {
  const keyed = scope !== undefined
  const codes = new Set([
    ...(params ? WITH_PATH : []),
    ...((body ?? rawBody) ? WITH_BODY : []),
    ...(keyed ? WITH_KEY : []),
    ...problems,
    ...EVERYWHERE,
  ])
  const statuses = new Set([...codes].map((code) => PROBLEMS[code].status))
  return [...statuses].map((status) => {
    const own = [...codes].filter((code) => PROBLEMS[code].status === status)
    return { status, codes: own, keyed }
  })
}

const nameOf = ({ status, codes, keyed }: Refusal) => [status, ...codes, ...(keyed ? [] : ['open'])].join('.')

const toResponse = ({ status, codes, keyed }: Refusal) => ({
  description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`).join('\n\n'),
  headers: headersOf(status, { keyed, idempotent: false }),
  content: {
    'application/problem+json': {
      schema: {
        allOf: [toSchema(problem), narrowed(status, codes)],
      },
      examples: Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
    },
    'text/html': { schema: { type: 'string', description: 'The same for people, where `Accept` asks for it' } },
  },
})

const narrowed = (status: number, codes: ProblemCode[]): JsonSchema => ({
  type: 'object',
  properties: { status: { type: 'integer', const: status }, code: { type: 'string', enum: codes } },
  required: ['status', 'code'],
})

/** An example of each problem type, by its code. */
export const problemExamples = Object.fromEntries(
  Object.entries(PROBLEMS).map(([code, { status, title, remedy }]) => [
    code,
    {
      summary: title,
      value: {
        type: `/problems/${code}`,
        title,
        status,
        code,
        remedy,
        requestId: '3f0c2a4e-5a57-4a53-9b2b-0d9ad6f3d1c4',
      },
    },
  ]),
)
