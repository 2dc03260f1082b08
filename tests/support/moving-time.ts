import type { Clock } from '../../src/domain/ports/clock'
import type { PublisherWorld } from './publisher'

/** Time that the platforms and Publisher agree on, and that a test moves; Temporal's stays behind. */
export interface MovingTime {
  clock: Clock
  moveTo(atMs: number): Promise<void>
}

export function movingTime(world: Pick<PublisherWorld, 'control'>): MovingTime {
  let aheadMs = 0
  const clock = { nowMs: () => Date.now() + aheadMs }
  return {
    clock,
    async moveTo(atMs) {
      const byMs = atMs - clock.nowMs()
      await world.control('clock', { advanceSeconds: byMs / 1_000 })
      aheadMs += byMs
    },
  }
}
