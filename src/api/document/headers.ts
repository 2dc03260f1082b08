/** What an answer's headers tell, by their names. */
const HEADERS = {
  'X-Request-Id': {
    description: 'Names the request in the logs; one of your own is taken over: 1 to 64 letters, digits or . _ -',
    schema: { type: 'string', examples: ['3f0c2a4e-5a57-4a53-9b2b-0d9ad6f3d1c4'] },
  },
  RateLimit: {
    description: 'How many requests this key has left (`r`), and for how many seconds (`t`)',
    schema: { type: 'string', examples: ['"requests"; r=599; t=60'] },
  },
  'RateLimit-Policy': {
    description: 'How many requests a key has (`q`) in so many seconds (`w`)',
    schema: { type: 'string', examples: ['"requests"; q=600; w=60; pk=:MDRjMmE0ZTVh:'] },
  },
  'Retry-After': {
    description: 'After so many seconds the request may be sent again',
    schema: { type: 'integer', minimum: 0, examples: [12] },
  },
  'WWW-Authenticate': {
    description: 'How to authenticate',
    schema: { type: 'string', examples: ['Bearer'] },
  },
  'Idempotent-Replayed': {
    description: '`true` on an answer that was given before, to the same key and body',
    schema: { type: 'string', enum: ['true'] },
  },
  Location: {
    description: 'Where the browser goes on',
    schema: { type: 'string', format: 'uri-reference', examples: ['https://app.example/accounts?status=connected'] },
  },
} as const

type HeaderName = keyof typeof HEADERS

export const headerComponents: Record<string, object> = HEADERS

/** As the headers of a response. */
const toHeaders = (names: HeaderName[]) =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]))

interface Sender {
  /** The route asks for an API key. */
  keyed: boolean
  /** It takes an Idempotency-Key. */
  idempotent: boolean
}

/** The headers that a route sends with this status. */
export const headersOf = (status: number, { keyed, idempotent }: Sender) =>
  toHeaders([
    'X-Request-Id',
    ...(keyed && status !== 401 ? (['RateLimit', 'RateLimit-Policy'] as const) : []),
    ...(status === 429 ? (['Retry-After'] as const) : []),
    ...(status === 401 ? (['WWW-Authenticate'] as const) : []),
    ...(idempotent && status < 300 ? (['Idempotent-Replayed'] as const) : []),
    ...(status >= 300 && status < 400 ? (['Location'] as const) : []),
  ])
