import type { OnCall, WatchedCall } from '../../../sandbox/kernel/watched-call'
import type { CallInstant, CallName } from './plan'

interface Trap extends CallInstant {
  spring: () => Promise<unknown>
}

/** Sees every call that reaches the sandbox, counts them for each account, and springs what was set for one of them. */
export function createCallWatch() {
  const arrivals = new Map<string, WatchedCall[]>()
  const traps = new Map<string, Trap[]>()
  const underWay = new Map<WatchedCall, { done: Promise<void>; end: () => void }>()

  const callsOf = (accountId: string) => arrivals.get(accountId) ?? []
  const countOf = (accountId: string, operation: string) =>
    callsOf(accountId).filter((call) => call.operation === operation).length

  /** Which call of its operation it is, from 1. */
  function nthOf(accountId: string, call: WatchedCall): number {
    const calls = callsOf(accountId)
    return calls.slice(0, calls.indexOf(call) + 1).filter(({ operation }) => operation === call.operation).length
  }

  function begin(call: WatchedCall): void {
    let end = (): void => undefined
    const done = new Promise<void>((resolve) => (end = resolve)).then(() => void underWay.delete(call))
    underWay.set(call, { done, end })
  }

  const onCall: OnCall = async (call, moment) => {
    const { accountId, operation } = call
    if (accountId === null) return
    if (moment === 'arrived') {
      arrivals.set(accountId, [...callsOf(accountId), call])
      begin(call)
    } else {
      underWay.get(call)?.end()
    }
    const nth = nthOf(accountId, call)
    const sprung = (traps.get(accountId) ?? []).filter(
      (trap) => trap.operation === operation && trap.nth === nth && trap.moment === moment,
    )
    await Promise.all(sprung.map((trap) => trap.spring()))
  }

  return {
    onCall,
    /** In the order in which they arrived. */
    callsOf,
    wasMade: (accountId: string, { operation, nth }: CallName): boolean => countOf(accountId, operation) >= nth,
    /** Until all that comes of the calls which are under way now has happened. */
    done: async (): Promise<void> => void (await Promise.all([...underWay.values()].map(({ done }) => done))),
    setTrap: (accountId: string, trap: Trap): void =>
      void traps.set(accountId, [...(traps.get(accountId) ?? []), trap]),
  }
}

export type CallWatch = ReturnType<typeof createCallWatch>
