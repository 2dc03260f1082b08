import { type ErrorCategory, isLimiting, type Problem, PublishError } from '../domain/errors'
import type { CallWatch } from '../domain/ports/call-watch'
import type { CallGate, PlatformCall } from '../domain/ports/limits'
import type { Phase } from './error-table'
import { type Send, watchedCall } from './watched-call'

/** Calls are counted when they leave, and by the platform when they arrive: windows are as much longer. */
export const ARRIVAL_MARGIN_MS = 2_000

/** The phases that serve a post which is still to be made. */
const WRITES: readonly Phase[] = ['preflight', 'prepare', 'transfer', 'commit']

const MAY_HAVE_HAPPENED: readonly ErrorCategory[] = ['transient', 'unknown-outcome', 'internal']

/** Whether a cooldown of scope `writes` stops what a call is made for. */
export const effectOf = (phase: Phase): PlatformCall['effect'] => (WRITES.includes(phase) ? 'write' : 'read')

/** What stands around every call. */
export interface CallGuards {
  gate: CallGate
  watch: CallWatch
}

/** A call that nothing forbids. */
export interface OpenCall {
  /** The instant under which it counts. */
  calledAtMs: number
  send: Send
}

/** The problem that a good answer reports, such as why a post was refused; or the error that an answer is, if not thrown. */
export type Told<T> = (answer: T) => Problem | PublishError | undefined

/**
 * Makes one call unless something forbids it, and lets the gate know of a limit that its answer tells.
 * @throws PublishError of the gate, `neverSent`; else whatever `work` throws
 */
export function gatedCall<T>(
  { gate, watch }: CallGuards,
  call: PlatformCall,
  phase: Phase,
  work: (call: OpenCall) => Promise<T>,
  told: Told<T> = () => undefined,
): Promise<T> {
  const { platform, operation } = call
  const gated = (send: Send) => admitted(gate, call, (calledAtMs) => work({ calledAtMs, send }), told)
  return watchedCall(watch, { platform, operation, phase }, gated, (answer) => {
    const problem = told(answer)
    return problem instanceof PublishError ? problem : undefined
  })
}

async function admitted<T>(
  gate: CallGate,
  call: PlatformCall,
  work: (calledAtMs: number) => Promise<T>,
  told: Told<T>,
): Promise<T> {
  const calledAtMs = await gate.admit(call)
  try {
    const answer = await work(calledAtMs)
    const problem = told(answer)
    const limit = problem instanceof PublishError ? problem.limit : problem
    if (limit && isLimiting(limit)) await gate.hold(call, limit)
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
