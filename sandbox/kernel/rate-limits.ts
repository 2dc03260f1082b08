import type { VirtualClock } from './clock'

const WINDOW_MS = 60_000

/** One-minute sliding windows on the virtual clock. Not durable: a restarted platform has forgotten a minute, no more. */
export class RateLimits {
  private readonly calls = new Map<string, number[]>()

  constructor(private readonly clock: VirtualClock) {}

  /** Counts a call under `key`; false when `max` calls were let through within the last minute. */
  admit(key: string, max: number): boolean {
    const now = this.clock.nowMs()
    const recent = (this.calls.get(key) ?? []).filter((at) => at > now - WINDOW_MS)
    this.calls.set(key, recent)
    if (recent.length >= max) return false
    recent.push(now)
    return true
  }

  clear(): void {
    this.calls.clear()
  }
}
