/** Work under way, so much at once at most, each under a key of its own. None of it may fail. */
export interface SlidingWindow {
  keys(): string[]
  /** Resolves once another one may begin. */
  room(): Promise<void>
  add(key: string, work: Promise<void>): void
  /** Resolves once nothing is under way. */
  end(): Promise<void>
}

export function slidingWindow(size: number): SlidingWindow {
  const underWay = new Map<string, Promise<void>>()
  return {
    keys: () => [...underWay.keys()],
    async room() {
      if (underWay.size >= size) await Promise.race(underWay.values())
    },
    add(key, work) {
      underWay.set(
        key,
        work.finally(() => underWay.delete(key)),
      )
    },
    async end() {
      await Promise.all(underWay.values())
    },
  }
}
