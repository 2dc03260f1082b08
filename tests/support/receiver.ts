import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request as it has arrived. */
export interface Received {
  path: string
  headers: IncomingHttpHeaders
  body: string
}

/** Somebody's server for webhooks, on this machine. */
export interface Receiver {
  url: string
  received: Received[]
  close(): Promise<void>
}

type Answer = (response: ServerResponse, request: Received) => unknown

/** Answers as it is told to, 204 by default; on `port`, or a free one. */
export async function startReceiver(answer: Answer = noContent, port = 0): Promise<Receiver> {
  const received: Received[] = []
  const server = createServer((request, response) => {
    void read(request).then((arrived) => {
      received.push(arrived)
      answer(response, arrived)
    })
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

const noContent: Answer = (response) => response.writeHead(204).end()

async function read(request: IncomingMessage): Promise<Received> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return { path: request.url ?? '', headers: request.headers, body: Buffer.concat(parts).toString('utf8') }
}
