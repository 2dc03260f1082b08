import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { S3Error } from './errors'
import { routeOf } from './routes'
import { verifySignature, type Credentials } from './signature'
import type { Store } from './store'
import { parseTarget } from './target'
import { xmlFields } from './xml'

export interface S3ServerParts {
  store: Store
  credentials: Credentials
  nowMs: () => number
}

/** The HTTP side: CORS, authentication, routing, and every failure as S3's `<Error>` document. */
export function createS3Server(parts: S3ServerParts): Server {
  const server = createServer((request, response) => {
    response.setHeader('x-amz-request-id', randomBytes(8).toString('hex').toUpperCase())
    allowOrigin(request, response)
    if (request.method === 'OPTIONS') return answerPreflight(request, response)
    handle(parts, request, response).catch((error: unknown) => sendError(request, response, error))
  })
  // A large upload may take longer than the default five minutes.
  server.requestTimeout = 0
  return server
}

async function handle(parts: S3ServerParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { store, credentials, nowMs } = parts
  const { method = '', url = '/', headers } = request
  const target = parseTarget(url)
  verifySignature({ method, target, headers }, credentials, nowMs())
  await routeOf(method, target, 'x-amz-copy-source' in headers)({ request, response, target, store })
}

function allowOrigin({ headers: { origin } }: IncomingMessage, response: ServerResponse): void {
  if (!origin) return
  response.setHeader('access-control-allow-origin', origin)
  response.setHeader('access-control-expose-headers', 'etag, content-range, x-amz-request-id')
  response.setHeader('vary', 'origin')
}

/** A browser that uploads by presigned URL asks first; the bucket's CORS policy here allows every origin. */
function answerPreflight(request: IncomingMessage, response: ServerResponse): void {
  response
    .writeHead(204, {
      'access-control-allow-methods': 'GET, HEAD, PUT, POST, DELETE',
      'access-control-allow-headers': request.headers['access-control-request-headers'] ?? '*',
      'access-control-max-age': '600',
    })
    .end()
}

function sendError(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  if (response.destroyed) return
  if (response.headersSent) {
    response.destroy()
    return
  }
  const known = error instanceof S3Error ? error : new S3Error('InternalError')
  if (known !== error) console.error('S3:', error)
  const fields = { Code: known.code, Message: known.message, RequestId: String(response.getHeader('x-amz-request-id')) }
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${xmlFields(fields)}</Error>`
  response.writeHead(known.status, {
    'content-type': 'application/xml',
    'content-length': Buffer.byteLength(body),
    ...known.headers,
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}
