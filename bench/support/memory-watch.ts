import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { median } from './figures'

const INTERVAL_MS = 200
const LEVEL_SAMPLES = 15

/** The resident set of a process, as Linux counts it. @throws where there is no /proc, or no such process */
export function residentBytes(pid: number): number {
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  if (kibibytes === undefined) throw new Error(`Process ${pid} tells no resident set`)
  return Number(kibibytes) * 1024
}

/** What the process holds while it has little to do: the median of three seconds. */
export async function levelOf(pid: number): Promise<number> {
  const samples: number[] = []
  while (samples.length < LEVEL_SAMPLES) {
    samples.push(residentBytes(pid))
    await sleep(INTERVAL_MS)
  }
  return median(samples)
}

/** The most that the process held at any look while `work` went on. */
export async function peakDuring<Result>(
  pid: number,
  work: Promise<Result>,
): Promise<{ peakBytes: number; result: Result }> {
  let peakBytes = 0
  const look = () => (peakBytes = Math.max(peakBytes, residentBytes(pid)))
  look()
  const timer = setInterval(look, INTERVAL_MS)
  try {
    const result = await work
    look()
    return { peakBytes, result }
  } finally {
    clearInterval(timer)
  }
}
