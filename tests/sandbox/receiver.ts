import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The app's own server, where a platform's messages arrive. */
export async function startReceiver() {
  const taken: { headers: IncomingHttpHeaders; body: string }[] = []
  let refused = 0
  let refuses = false
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    const body = Buffer.concat(await request.toArray()).toString('utf8')
    if (refuses) refused += 1
    else taken.push({ headers: request.headers, body })
    response.writeHead(refuses ? 503 : 200).end()
  }
  const server = createServer((request, response) => void take(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`,
    taken,
    refused: () => refused,
    refuse: (refusing: boolean) => void (refuses = refusing),
    stop: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

export type Receiver = Awaited<ReturnType<typeof startReceiver>>
