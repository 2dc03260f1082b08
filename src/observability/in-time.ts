import { setTimeout as delay } from 'node:timers/promises'

/** @throws Error where the answer takes longer; nobody waits for it then */
export async function inTime<T>(answer: Promise<T>, timeoutMs: number): Promise<T> {
  const stop = new AbortController()
  const late = delay(timeoutMs, undefined, { signal: stop.signal }).then(() => {
    throw new Error(`no answer within ${timeoutMs} ms`)
  })
  try {
    return await Promise.race([answer, late])
  } finally {
    stop.abort()
    late.catch(() => undefined)
  }
}
