import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import http2, { type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2'
import type { AddressInfo } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { Authority } from './certificates'

interface GateOptions {
  /** `host:port` of the Temporal behind it, which speaks without TLS. */
  upstream: string
  authority: Authority
  /** Lets in whoever has a certificate of this authority. */
  clientCaPath?: string
  /** Lets in whoever sends this key. */
  apiKey?: string
}

export interface TemporalGate {
  address: string
  /** The distinct subjects of certificates and keys that were let in. */
  seen: Set<string>
  close(): Promise<void>
}

const UNAUTHENTICATED = { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': '16' }

/** Temporal behind TLS, as Temporal Cloud is: it asks for a client's certificate, or for an API key. */
export async function openTemporalGate(options: GateOptions): Promise<TemporalGate> {
  const { upstream, authority, clientCaPath, apiKey } = options
  const { certPath, keyPath } = await authority.issue('localhost')
  const server = http2.createSecureServer({
    cert: readFileSync(certPath),
    key: readFileSync(keyPath),
    ...(clientCaPath && { ca: readFileSync(clientCaPath), requestCert: true, rejectUnauthorized: true }),
  })
  const temporal = http2.connect(`http://${upstream}`)
  const seen = new Set<string>()
  const sessions = new Set<http2.ServerHttp2Session>()
  server.on('session', (session) => sessions.add(session.once('close', () => sessions.delete(session))))
  server.on('secureConnection', (socket: TLSSocket) => {
    const { subject } = socket.getPeerCertificate()
    if (subject) seen.add(String(subject.CN))
  })
  server.on('stream', (stream, headers) => {
    stream.on('error', () => {}) // A caller that goes away in mid-call is none of ours.
    if (apiKey && headers.authorization !== `Bearer ${apiKey}`) stream.respond(UNAUTHENTICATED, { endStream: true })
    else {
      if (apiKey) seen.add(apiKey)
      forward(stream, headers, temporal)
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    address: `localhost:${(server.address() as AddressInfo).port}`,
    seen,
    async close() {
      for (const session of sessions) session.destroy()
      temporal.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

function forward(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, temporal: http2.ClientHttp2Session): void {
  const call = temporal.request({ ...headers, ':scheme': 'http' })
  let trailers: IncomingHttpHeaders = {}
  call.on('error', () => stream.close(http2.constants.NGHTTP2_INTERNAL_ERROR))
  call.on('response', (answer, flags) => {
    const endStream = (flags & http2.constants.NGHTTP2_FLAG_END_STREAM) !== 0
    stream.respond(answer, { endStream, waitForTrailers: !endStream })
  })
  call.on('trailers', (given) => (trailers = given))
  stream.on('wantTrailers', () => stream.sendTrailers(trailers))
  stream.on('close', () => call.close())
  stream.pipe(call)
  call.pipe(stream)
}
