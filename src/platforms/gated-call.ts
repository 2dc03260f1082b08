import { type ErrorCategory, isLimiting, type Problem, PublishError } from '../domain/errors'
import type { CallGate, PlatformCall } from '../domain/ports/limits'
import type { Phase } from './error-table'

/** Calls are counted when they leave, and by the platform when they arrive: windows are as much longer. */
export const ARRIVAL_MARGIN_MS = 2_000

/** The phases that serve a post which is still to be made. */
const WRITES: readonly Phase[] = ['preflight', 'prepare', 'transfer', 'commit']

const MAY_HAVE_HAPPENED: readonly ErrorCategory[] = ['transient', 'unknown-outcome', 'internal']

/** Whether a cooldown of scope `writes` stops what a call is made for. */
export const effectOf = (phase: Phase): PlatformCall['effect'] => (WRITES.includes(phase) ? 'write' : 'read')

/**
 * Makes one call unless something forbids it, and lets the gate know of a limit that its answer tells.
 * @param work is given the instant under which the call counts
 * @param told the problem that a good answer reports, such as why a post was refused
 * @throws PublishError of the gate, `neverSent`; else whatever `work` throws
 */
export async function gatedCall<T>(
  gate: CallGate,
  call: PlatformCall,
  work: (calledAtMs: number) => Promise<T>,
  told: (answer: T) => Problem | undefined = () => undefined,
): Promise<T> {
  const calledAtMs = await gate.admit(call)
  try {
    const answer = await work(calledAtMs)
    const problem = told(answer)
    if (problem && isLimiting(problem)) await gate.hold(call, problem)
    return answer
  } catch (error) {
    if (error instanceof PublishError) await takeBack(gate, call, calledAtMs, error)
    if (error instanceof PublishError && error.limit) await gate.hold(call, error.limit)
    throw error
  }
}

/** What may have had an effect keeps its places. */
async function takeBack(gate: CallGate, call: PlatformCall, calledAtMs: number, { problem, neverSent }: PublishError) {
  const isRefused = !MAY_HAVE_HAPPENED.includes(problem.category)
  const windows = call.windows.filter(({ counts }) => neverSent || (isRefused && counts === 'accepted'))
  if (windows.length > 0) await gate.giveBack({ ...call, windows }, calledAtMs)
}
