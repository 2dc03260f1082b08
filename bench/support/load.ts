/** One call of what is measured. */
export type Call = () => Promise<void>

export interface Round {
  latenciesMs: number[]
  perSecond: number
}

/** A closed loop: each caller makes its next call when the last one was answered. Ends after `count` calls, or with the first that fails. */
export async function runRound(call: Call, { callers, count }: { callers: number; count: number }): Promise<Round> {
  const latenciesMs: number[] = []
  let begun = 0
  const caller = async () => {
    while (begun < count) {
      begun += 1
      const startedAtMs = performance.now()
      await call()
      latenciesMs.push(performance.now() - startedAtMs)
    }
  }
  const startedAtMs = performance.now()
  await Promise.all(Array.from({ length: callers }, caller))
  return { latenciesMs, perSecond: (count * 1_000) / (performance.now() - startedAtMs) }
}
