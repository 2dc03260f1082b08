import { startReceiver, type Receiver } from '../../support/receiver'
import { byService } from './publish'
import type { Scene } from './scene'

/** Has everything told to a receiver that repeats what it got, refusing some of it; the secret is changed on the way. */
export async function subscribe(scene: Scene): Promise<Receiver> {
  const { caller, keepSecret } = scene
  let answered = 0
  const receiver = await startReceiver((response, { headers, body }) => {
    response.writeHead(answered++ % 2 === 0 ? 500 : 200).end(JSON.stringify({ headers, body }))
  })
  const ask = async (path: string, body?: object) => {
    const answer = await caller.call('POST', `/v1/webhook-endpoints${path}`, { headers: byService(scene), body })
    const told = JSON.parse(answer.body) as { id: string; secret: string }
    keepSecret({ kind: 'webhook secret', value: told.secret.replace('whsec_', '') })
    return told
  }
  const events = ['publish_job.completed', 'publish_job.failed', 'publish_job.waiting', 'connection.reconnect_required']
  const { id } = await ask('', { url: receiver.url, events })
  await ask(`/${id}/rotate-secret`)
  return receiver
}
