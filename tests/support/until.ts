import { setTimeout as pause } from 'node:timers/promises'

type Falsy = false | null | undefined

/** Long: a busy machine is no failure, and what comes is not waited for any longer. */
const GIVE_UP_MS = 240_000

/** Waits for a state: asks until the answer is truthy, and returns it. */
export async function until<T>(ask: () => Promise<T | Falsy>, giveUpMs = GIVE_UP_MS): Promise<T> {
  const deadlineMs = performance.now() + giveUpMs
  for (;;) {
    const answer = await ask()
    if (answer) return answer
    if (performance.now() > deadlineMs) throw new Error(`not in ${giveUpMs} ms: ${ask.toString()}`)
    await pause(20)
  }
}
