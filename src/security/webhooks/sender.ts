import type { Clock } from '../../domain/ports/clock'
import type { DueMessage, WebhookSender } from '../../domain/ports/webhooks'
import { failureOf, retryAtMs, type DeliveryFailure, type DeliveryResult } from '../../domain/webhook-delivery'
import { redact, truncate } from '../redaction'
import { openPinnedClient, systemResolve, type Resolve } from './pinned-client'
import { signedHeaders } from './signing'
import { targetFault, type TargetRules } from './target'

/** From the look-up of the name to the end of the answer. */
const TIMEOUT_MS = 10_000

const MAX_ANSWER_BYTES = 4_096
const MAX_EXCERPT_LENGTH = 500

type Answer = Pick<DeliveryResult, 'httpStatus' | 'failure' | 'excerpt' | 'retryAtMs'>

export interface SenderOptions extends TargetRules {
  clock: Clock
  resolve?: Resolve
  timeoutMs?: number
}

/**
 * Sends each message by a connection of its own to an address that is checked anew. No proxy is used, no redirect followed,
 * and of the answer only its beginning is read.
 */
export function createWebhookSender({
  clock,
  resolve = systemResolve,
  timeoutMs = TIMEOUT_MS,
  ...rules
}: SenderOptions): WebhookSender {
  async function post({ messageId, url, body, secrets }: DueMessage, signal: AbortSignal): Promise<Answer> {
    if (targetFault(url, rules) !== null) return failed('url-not-allowed')
    const target = new URL(url)
    const client = await aborting(openPinnedClient(target, resolve, rules, timeoutMs), signal)
    if (typeof client === 'string') return failed(client)
    try {
      const answer = await client.request({
        method: 'POST',
        path: target.pathname + target.search,
        headers: {
          'content-type': 'application/json',
          'user-agent': 'Publisher-Webhooks/1',
          ...signedHeaders(messageId, body, secrets, clock.nowMs()),
        },
        body,
        signal,
      })
      const { statusCode: httpStatus, headers } = answer
      const failure = failureOf(httpStatus)
      // What is not read breaks when the client goes, which is nobody's fault.
      answer.body.on('error', () => {})
      const retryAfter = [headers['retry-after']].flat()[0]
      return {
        ...{ httpStatus, failure, retryAtMs: retryAtMs(httpStatus, retryAfter, clock.nowMs()) },
        excerpt: failure === null ? null : await excerptOf(answer.body),
      }
    } finally {
      await client.destroy()
    }
  }

  return {
    async send(message, signal) {
      const startedAtMs = clock.nowMs()
      const began = performance.now()
      const deadline = AbortSignal.timeout(timeoutMs)
      const answer = await post(message, AbortSignal.any([signal, deadline])).catch((): Answer => {
        signal.throwIfAborted()
        return failed(deadline.aborted ? 'timeout' : 'not-connected')
      })
      return { startedAtMs, durationMs: Math.round(performance.now() - began), ...answer }
    },
  }
}

const failed = (failure: DeliveryFailure): Answer => ({ httpStatus: null, failure, excerpt: null, retryAtMs: null })

/** A resolver takes no signal. */
function aborting<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) reject(signal.reason as Error)
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
    work.then(resolve, reject)
  })
}

/** The status counts also where the rest of the answer does not come. */
async function excerptOf(body: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = []
  try {
    for await (const part of body) {
      parts.push(part)
      if (parts.reduce((sum, { length }) => sum + length, 0) >= MAX_ANSWER_BYTES) break
    }
  } catch {
    // What has come is what there is to show.
  }
  const text = new TextDecoder().decode(Buffer.concat(parts).subarray(0, MAX_ANSWER_BYTES))
  return truncate(redact(text).replaceAll(/\p{Cc}+/gu, ' '), MAX_EXCERPT_LENGTH)
}
