import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type VideoHost = Awaited<ReturnType<typeof startVideoHost>>

/** A host that a platform fetches a video from: whole, not at all, or only its beginning. */
export async function startVideoHost(video: Buffer) {
  const fetched: string[] = []
  const held: ServerResponse[] = []
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    fetched.push(path)
    if (path === '/moved.mp4') response.writeHead(302, { location: '/video.mp4' }).end()
    else if (path === '/page.mp4') response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Sorry</h1>')
    else if (path === '/half.mp4') {
      response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': video.length })
      response.write(video.subarray(0, video.length / 2))
      held.push(response)
    } else if (path === '/video.mp4') response.writeHead(200, { 'content-type': 'video/mp4' }).end(video)
    else response.writeHead(404).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    origin,
    /** The paths that were asked for. */
    fetched,
    url: (name: string) => `${origin}/${name}.mp4`,
    /** Sends the rest of every video that hangs in the middle. */
    release: () => held.splice(0).forEach((response) => response.end(video.subarray(video.length / 2))),
    stop: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
