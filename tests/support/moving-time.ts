import type { TestWorkflowEnvironment } from '@temporalio/testing'
import type { Clock } from '../../src/domain/ports/clock'
import type { PublisherWorld } from './publisher'

/** Time that Temporal, the platforms and Publisher agree on, and that a test moves. */
export interface MovingTime {
  clock: Clock
  moveTo(atMs: number): Promise<void>
}

/** Temporal may lag by what a round trip takes. */
const AGREED_MS = 500

export function movingTime(env: TestWorkflowEnvironment, world: Pick<PublisherWorld, 'control'>): MovingTime {
  let aheadMs = 0
  const clock = { nowMs: () => Date.now() + aheadMs }

  /** Steps that are under way hold Temporal's time, so it is a little late. */
  async function catchUp(): Promise<void> {
    for (;;) {
      const lateMs = clock.nowMs() - (await env.currentTimeMs())
      if (lateMs < AGREED_MS) return
      await env.sleep(lateMs)
    }
  }

  return {
    clock,
    async moveTo(atMs) {
      const byMs = atMs - clock.nowMs()
      aheadMs += byMs
      await world.control('clock', { advanceSeconds: byMs / 1_000 })
      await catchUp()
    },
  }
}
