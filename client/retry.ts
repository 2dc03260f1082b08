import { setTimeout as delay } from 'node:timers/promises'

export interface RetrySettings {
  /** How often a request is sent at most. */
  attempts: number
  /** The first wait is up to this, and each one after up to twice the one before. */
  backoffMs: number
  maxBackoffMs: number
}

const REPEATABLE = new Set(['GET', 'HEAD', 'PUT', 'DELETE'])
const PASSING = new Set([429, 502, 503, 504])

/**
 * A `fetch` that sends a request again where that is safe: one that changes nothing twice by itself, or that carries an
 * Idempotency-Key. A lost connection, 429 and what passes by itself are reasons; `Retry-After` is obeyed.
 */
export const retryingFetch =
  (send: typeof fetch, { attempts, backoffMs, maxBackoffMs }: RetrySettings) =>
  async (request: Request): Promise<Response> => {
    const isSafe = REPEATABLE.has(request.method) || request.headers.has('idempotency-key')
    for (let attempt = 1; ; attempt++) {
      const isLast = !isSafe || attempt >= attempts
      const answer = await send(request.clone()).catch((error: unknown) => {
        if (isLast || request.signal.aborted) throw error
        return null
      })
      if (answer && (isLast || !PASSING.has(answer.status))) return answer
      await answer?.body?.cancel()
      const jitteredMs = Math.random() * Math.min(maxBackoffMs, backoffMs * 2 ** (attempt - 1))
      await delay(retryAfterMs(answer) ?? jitteredMs, undefined, { signal: request.signal })
    }
  }

function retryAfterMs(answer: Response | null): number | null {
  const seconds = Number(answer?.headers.get('retry-after') ?? NaN)
  return Number.isFinite(seconds) ? seconds * 1_000 : null
}
