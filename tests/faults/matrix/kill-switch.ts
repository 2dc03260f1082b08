import { setTimeout as pause } from 'node:timers/promises'
import type { Crew } from './crew'

/** How long a dead worker's call stays under way, while its successor is at work already. */
const LATE_MS = 2_000

interface Held {
  sinceMs: number
  release: () => void
}

/** Holds calls still until the worker that made them is dead and another one works: one kill for many publishes. `maxHoldMs` is over before a caller gives up. */
export function createKillSwitch(crew: Crew, maxHoldMs: number) {
  let held: Held[] = []
  let releasing: Promise<void> = Promise.resolve()

  async function releaseLate(calls: Held[]): Promise<void> {
    await pause(LATE_MS)
    for (const { release } of calls) release()
  }

  return {
    hold: (): Promise<void> =>
      new Promise((release) => {
        held.push({ sinceMs: performance.now(), release })
      }),

    /** Kills once `awaited` more calls would have to be held and none is awaited, or the first has been held for long. */
    async killIfDue(awaited: number): Promise<void> {
      const oldestMs = held[0]?.sinceMs
      if (oldestMs === undefined || (awaited > 0 && performance.now() - oldestMs < maxHoldMs)) return
      await crew.replace()
      releasing = Promise.all([releasing, releaseLate(held)]).then(() => undefined)
      held = []
    },

    /** Until no call of a dead worker is under way any more. */
    released: () => releasing,
  }
}

export type KillSwitch = ReturnType<typeof createKillSwitch>
