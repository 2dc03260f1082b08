import { inTime } from './in-time'

/** Resolves when the dependency answers. */
export type HealthCheck = () => Promise<unknown>

export interface Readiness {
  ready: boolean
  dependencies: Record<string, 'up' | 'down'>
}

/** For an endpoint that is probed. */
export const CHECK_TIMEOUT_MS = 2_000

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

/** Why it is down is for its own logs; readiness only says that it is. */
const isUp = (check: HealthCheck, timeoutMs: number): Promise<boolean> =>
  inTime(check(), timeoutMs).then(
    () => true,
    () => false,
  )
