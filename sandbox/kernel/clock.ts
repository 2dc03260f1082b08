import { EventEmitter, once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import type { Store } from './store'

/** What a timer of Node can hold. */
const MAX_TIMER_MS = 2 ** 31 - 1

/** Real time plus an offset: expiries, quota windows and processing move when a test advances it. */
export class VirtualClock {
  private readonly state
  private readonly steps = new EventEmitter().setMaxListeners(0)

  constructor(store: Store) {
    this.state = store.section('clock', () => ({ offsetMs: 0 }))
  }

  nowMs(): number {
    return Date.now() + this.state().offsetMs
  }

  advance(seconds: number): void {
    this.state().offsetMs += seconds * 1000
    this.steps.emit('step')
  }

  /**
   * Waits until virtual time has come to an instant, by itself or by a step.
   * @throws when `signal` fires.
   */
  async reach(atMs: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    while (this.nowMs() < atMs) {
      const woken = new AbortController()
      const either = { signal: AbortSignal.any([signal, woken.signal]) }
      const waitMs = Math.min(atMs - this.nowMs(), MAX_TIMER_MS)
      await Promise.race([delay(waitMs, undefined, either), once(this.steps, 'step', either)]).finally(() =>
        woken.abort(),
      )
    }
  }
}
