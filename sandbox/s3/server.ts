import { randomBytes } from 'node:crypto'
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http'
import { S3Error } from './errors'
import { befall, type S3Faults } from './faults'
import { routeOf } from './routes'
import { verifySignature, type Credentials } from './signature'
import type { Store } from './store'
import { parseTarget, type Target } from './target'
import { xmlFields } from './xml'

export interface S3ServerParts {
  store: Store
  credentials: Credentials
  faults: S3Faults
  takesChecksums: boolean
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
  const { store, credentials, faults, takesChecksums, nowMs } = parts
  const { method = '', url = '/', headers } = request
  const target = parseTarget(url)
  verifySignature({ method, target, headers }, credentials, nowMs())
  if (!takesChecksums) refuseChecksums(headers, target)
  const handler = routeOf(method, target, 'x-amz-copy-source' in headers)
  const call = { request, response, target, store, fault: faults.strike(method) }
  if (call.fault) await befall(call.fault, call)
  await handler(call)
}

/** @throws S3Error `NotImplemented` on what newer SDKs add by default, as R2 did in 2025. */
function refuseChecksums(headers: IncomingHttpHeaders, { query }: Target): void {
  const checksum = [...Object.keys(headers), ...query.keys()].find((name) => /^x-amz-(sdk-)?checksum-/i.test(name))
  if (checksum) throw new S3Error('NotImplemented', `Header '${checksum}' not implemented`)
  const isChunked = String(headers['x-amz-content-sha256']).startsWith('STREAMING-')
  if (isChunked) throw new S3Error('NotImplemented', 'aws-chunked bodies are not implemented')
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
