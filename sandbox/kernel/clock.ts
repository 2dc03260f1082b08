import type { Store } from './store'

/** Real time plus an offset: expiries, quota windows and processing move when a test advances it. */
export class VirtualClock {
  private readonly state

  constructor(store: Store) {
    this.state = store.section('clock', () => ({ offsetMs: 0 }))
  }

  nowMs(): number {
    return Date.now() + this.state().offsetMs
  }

  advance(seconds: number): void {
    this.state().offsetMs += seconds * 1000
  }
}
