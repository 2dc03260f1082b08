import type { CallMoment, OnCall } from '../../sandbox/kernel/watched-call'
import type { Platform } from '../../src/domain/platform'

/** One call of the sandbox, held still. */
export interface Hold {
  /** Resolves when the call is there. */
  readonly reached: Promise<void>
  release(): void
}

export interface Holds {
  /** What the sandbox is started with. */
  onCall: OnCall
  /** Holds the next such call, and only that one. */
  next(platform: Platform, operation: string, moment: CallMoment): Hold
  /** Lets every call go, and forgets those that have not come. */
  clear(): void
}

interface Expected {
  key: string
  arrived: Latch
  released: Latch
}

/** Stops time for single calls, so that a test can do something else exactly there. */
export function createHolds(): Holds {
  const keyOf = (platform: Platform, operation: string, moment: CallMoment) => `${platform} ${operation} ${moment}`
  const all = new Set<Expected>()
  const expected = new Set<Expected>()

  return {
    async onCall({ platform, operation }, moment) {
      const hold = [...expected].find(({ key }) => key === keyOf(platform, operation, moment))
      if (!hold) return
      expected.delete(hold)
      hold.arrived.open()
      await hold.released.opened
    },

    next(platform, operation, moment) {
      const hold = { key: keyOf(platform, operation, moment), arrived: new Latch(), released: new Latch() }
      all.add(hold)
      expected.add(hold)
      return { reached: hold.arrived.opened, release: hold.released.open }
    },

    clear() {
      for (const { released } of all) released.open()
      all.clear()
      expected.clear()
    },
  }
}

/** Opens once. */
class Latch {
  open: () => void = () => {}
  readonly opened = new Promise<void>((resolve) => (this.open = resolve))
}
