import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import type { StackInfo } from '../../local/stack/info'

export interface Follower {
  /** Resolves once it has been told the next state. */
  next(): Promise<void>
  leave(): void
}

/** Opens a stream of a job's events, and returns when it has been told the present state. */
export async function openFollower({ urls, apiKey }: StackInfo, jobId: string): Promise<Follower> {
  const request = get(`${urls.api}/v1/publish-jobs/${jobId}/events`, {
    headers: { authorization: `Bearer ${apiKey}` },
    agent: false,
  })
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  if (response.statusCode !== 200) throw new Error(`The API answered ${response.statusCode}`)

  let toldCount = 0
  let awaitedCount = 0
  let hear = () => {}
  response.on('data', (chunk: Buffer) => {
    toldCount += chunk.toString().split('event:state').length - 1
    if (toldCount >= awaitedCount) hear()
  })
  response.on('error', () => {}) // It has left.

  const follower: Follower = {
    next() {
      awaitedCount += 1
      return new Promise((resolve) => {
        hear = resolve
        if (toldCount >= awaitedCount) resolve()
      })
    },
    leave: () => void request.destroy(),
  }
  await follower.next()
  return follower
}
