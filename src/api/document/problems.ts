import type { JsonSchema } from '../../domain/ports/platform'
import { PROBLEMS } from '../problems'
import type { ProblemCode } from '../problems'
import { problem } from '../schemas/problem'
import { toSchema } from './json-schema'

/** What any request may be answered with. */
const EVERYWHERE: ProblemCode[] = ['internal', 'database-unavailable']
const WITH_KEY: ProblemCode[] = ['api-key-missing', 'api-key-invalid', 'scope-missing', 'rate-limited']
const WITH_BODY: ProblemCode[] = ['malformed-request', 'invalid-json', 'body-too-large', 'unsupported-media-type']
const WITH_PATH: ProblemCode[] = ['malformed-request']

interface Response {
  description: string
  content: object
}

interface Refusing {
  problems: readonly ProblemCode[]
  keyed: boolean
  hasBody: boolean
  hasPath: boolean
}

/** The responses of a route's problems: one for each status, which lists the codes behind it with an example of each. */
export function problemResponses({ problems, keyed, hasBody, hasPath }: Refusing): Record<string, Response> {
  const codes = new Set([
    ...(hasPath ? WITH_PATH : []),
    ...(hasBody ? WITH_BODY : []),
    ...(keyed ? WITH_KEY : []),
    ...problems,
    ...EVERYWHERE,
  ])
  const statuses = new Set([...codes].map((code) => PROBLEMS[code].status))
  return Object.fromEntries(
    [...statuses].map((status) => {
      const own = [...codes].filter((code) => PROBLEMS[code].status === status)
      return [status, toResponse(status, own)]
    }),
  )
}

const toResponse = (status: number, codes: ProblemCode[]): Response => ({
  description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`).join('\n\n'),
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
