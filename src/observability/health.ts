import { setTimeout as delay } from 'node:timers/promises'

/** Resolves when the dependency answers. */
export type HealthCheck = () => Promise<unknown>

export interface Readiness {
  ready: boolean
  dependencies: Record<string, 'up' | 'down'>
}

/** Asks every dependency at once; one that fails or gives no answer in time is down. */
export async function checkReadiness(checks: Record<string, HealthCheck>, timeoutMs: number): Promise<Readiness> {
  const states = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => [name, await isUp(check, timeoutMs)] as const),
  )
  return {
    ready: states.every(([, up]) => up),
    dependencies: Object.fromEntries(states.map(([name, up]) => [name, up ? 'up' : 'down'])),
  }
}

async function isUp(check: HealthCheck, timeoutMs: number): Promise<boolean> {
  const stop = new AbortController()
  try {
    const answered = check().then(() => true)
    return await Promise.race([answered, delay(timeoutMs, false, { signal: stop.signal })])
  } catch {
    // Why it is down is for its own logs; readiness only says that it is.
    return false
  } finally {
    stop.abort()
  }
}
