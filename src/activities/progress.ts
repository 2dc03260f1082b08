const STORE_EVERY_MS = 1_000

/** Passes byte counts on to the heartbeat at once, and to the row at most once a second and one write at a time. */
export function createProgress(beat: (bytes: number) => void, store: (bytes: number) => Promise<void>) {
  let latest = 0
  let stored = 0
  let storedAtMs = 0
  let writing: Promise<void> = Promise.resolve()
  let busy = false

  function write(): void {
    busy = true
    stored = latest
    storedAtMs = performance.now()
    // A count that could not be stored is told again by the next one; a transfer does not fail for it.
    writing = store(stored)
      .catch(() => {})
      .finally(() => (busy = false))
  }

  return {
    report(bytes: number): void {
      latest = bytes
      beat(bytes)
      if (!busy && performance.now() - storedAtMs >= STORE_EVERY_MS) write()
    },
    /** Stores the last count and waits for it. */
    async settled(): Promise<void> {
      await writing
      if (latest === stored) return
      write()
      await writing
    },
  }
}
