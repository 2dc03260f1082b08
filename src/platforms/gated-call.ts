import { PublishError, type Cooldown, type Problem } from '../domain/errors'
import type { CallGate, PlatformCall } from '../domain/ports/limits'
import type { Phase } from './error-table'

/** The phases that serve a post which is still to be made. */
const WRITES: readonly Phase[] = ['preflight', 'prepare', 'transfer', 'commit', 'attach']

/** Whether a cooldown of scope `writes` stops what a call is made for. */
export const effectOf = (phase: Phase): PlatformCall['effect'] => (WRITES.includes(phase) ? 'write' : 'read')

/**
 * Makes one call unless something forbids it, and lets the gate know of a limit that its answer tells.
 * @throws PublishError of the gate, `neverSent`; else whatever `work` throws
 */
export async function gatedCall<T>(gate: CallGate, call: PlatformCall, work: () => Promise<T>): Promise<T> {
  await gate.admit(call)
  try {
    return await work()
  } catch (error) {
    if (error instanceof PublishError && hasCooldown(error.problem)) await gate.hold(call, error.problem)
    throw error
  }
}

/** Whether a problem, which may come from a good answer, stops more than the call that told it. */
export const hasCooldown = (problem: Problem): problem is Problem & { cooldown: Cooldown } =>
  problem.cooldown !== undefined
