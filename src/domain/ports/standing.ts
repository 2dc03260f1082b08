import type { Platform } from '../platform'

/** How things stand, for gauges. */
export interface Standing {
  /** Of each phase, the job that has been due for longest: since acceptance, or since the instant that was asked for. */
  oldest: { phase: string; dueAtMs: number }[]
  connections: { platform: Platform; status: string; count: number }[]
  cooldowns: { platform: Platform; reason: string; count: number }[]
}
