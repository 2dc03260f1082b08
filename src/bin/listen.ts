import type { AddressInfo } from 'node:net'
import type { Server, ServerResponse } from 'node:http'
import type { Express } from 'express'

export interface Listening {
  url: string
  /** From here on every answer ends its connection, so that whoever sent it goes elsewhere next time. */
  drain(): void
  /** Takes no new connection, lets the requests that are under way finish, and resolves when they have. */
  close(): Promise<void>
}

/** A port that cannot be used, in one sentence. */
export class ListenError extends Error {
  override readonly name = 'ListenError'
}

const REQUEST_TIMEOUT_MS = 30_000
const HEADERS_TIMEOUT_MS = 10_000

export interface ListenAddress {
  host: string
  port: number
  /** Where the port is configured: named when it cannot be used. */
  portVariable: string
}

/** @throws ListenError when the port is taken or may not be used. */
export async function listen(app: Express, address: ListenAddress): Promise<Listening> {
  const { host } = address
  const server = await open(app, address)
  server.requestTimeout = REQUEST_TIMEOUT_MS
  server.headersTimeout = HEADERS_TIMEOUT_MS
  const drain = drainable(server)
  const { port: actualPort } = server.address() as AddressInfo
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actualPort}`,
    drain,
    close: () =>
      new Promise((resolve, reject) => {
        // Node closes idle connections by itself here.
        server.close((error) => (error ? reject(error) : resolve()))
      }),
  }
}

function drainable(server: Server): () => void {
  const answering = new Set<ServerResponse>()
  let isDraining = false
  const endConnection = (response: ServerResponse) => response.headersSent || response.setHeader('connection', 'close')
  server.prependListener('request', (_request, response: ServerResponse) => {
    if (isDraining) endConnection(response)
    answering.add(response)
    response.once('close', () => answering.delete(response))
  })
  return () => {
    isDraining = true
    answering.forEach(endConnection)
  }
}

const open = (app: Express, address: ListenAddress): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = app.listen(address.port, address.host, (error?: Error) =>
      error ? reject(explain(error, address)) : resolve(server),
    )
  })

function explain(error: NodeJS.ErrnoException, { host, port, portVariable }: ListenAddress): Error {
  if (error.code === 'EADDRINUSE') {
    return new ListenError(
      `Port ${port} on ${host} is taken: stop what listens there, or set ${portVariable} to a free port.`,
    )
  }
  if (error.code === 'EACCES') {
    return new ListenError(`Port ${port} may not be opened by this user: set ${portVariable} to a port above 1023.`)
  }
  if (error.code === 'EADDRNOTAVAIL')
    return new ListenError(`${host} is no address of this machine: listen on another one.`)
  return error
}
