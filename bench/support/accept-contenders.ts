import { randomUUID } from 'node:crypto'
import { Pool } from 'undici'
import type { StackInfo } from '../../local/stack/info'
import { parseConfig } from '../../src/config'
import { createClient } from '../../src/temporal/connection'
import { createGateway } from '../../src/temporal/gateway'
import type { Call } from './load'

export interface Contender {
  call: Call
  close(): Promise<void>
}

export interface Publishes {
  userId: string
  /** Null: at once. */
  scheduledFor: Date | null
  /** One for each call. */
  videoIds: string[]
}

/**
 * A backend service that asks for one publish of a video of its own, under an idempotency key. The API answers after two
 * seconds whether the run has started or not; a start that takes longer shows in the bare one's figures only.
 */
export function apiContender(stack: StackInfo, { userId, scheduledFor, videoIds }: Publishes, callers: number) {
  const pool = new Pool(stack.urls.api, { connections: callers })
  const videos = videoIds.values()
  const headers = { authorization: `Bearer ${stack.apiKey}`, 'content-type': 'application/json' }

  async function call(): Promise<void> {
    const { statusCode, body } = await pool.request({
      method: 'POST',
      path: '/v1/publish-jobs',
      headers: { ...headers, 'idempotency-key': randomUUID() },
      body: JSON.stringify({
        userId,
        videoId: videos.next().value,
        caption: 'Bedtime in five minutes',
        hashtags: ['parenting', 'bedtime'],
        ...(scheduledFor && { scheduledFor }),
        targets: [{ platform: 'INSTAGRAM' }],
      }),
    })
    const answer = await body.text()
    if (statusCode !== 202) throw new Error(`The API answered ${statusCode}: ${answer}`)
  }
  return { call, close: () => pool.close() } satisfies Contender
}

/**
 * What accepting cannot be cheaper than: the start of the same workflow with the same options, from this process. There
 * is no row for it, so its run ends at its first look.
 */
export function bareStartContender(stack: StackInfo, { userId, scheduledFor }: Omit<Publishes, 'videoIds'>) {
  const client = createClient(parseConfig(stack.env))
  const { start } = createGateway(client)
  const call = () =>
    start({
      jobId: `bare-${randomUUID()}`,
      generation: 1,
      userId,
      videoId: randomUUID(),
      platform: 'INSTAGRAM',
      scheduledFor,
    })
  return { call, close: () => client.connection.close() } satisfies Contender
}
