import type { Ids } from './ids'
import type { Platform } from './platform'
import type { Store } from './store'

export const FAULT_KINDS = [
  /** Answers an error; nothing was done. */
  'before-effect',
  /** Does all that was asked, then answers `status`/`body`, or cuts the connection when neither is given. */
  'after-effect',
  /** Cuts the connection with nothing done; on an upload in the middle of the body, what arrived stays as the platform keeps it. */
  'drop-connection',
  /** Does what was asked, then lets the caller wait `delayMs` for the answer. */
  'slow',
  /** Does what was asked, announces the whole answer and sends half of it. */
  'truncate',
  /** The platform's own "too many requests"; nothing was done. */
  'rate-limit',
  /** A proxy's HTML page instead of the platform's answer; nothing was done. */
  'html-error',
] as const

export interface Fault {
  platform: Platform
  operation: string
  kind: (typeof FAULT_KINDS)[number]
  /** Calls still to be struck; absent: every one until the faults are cleared. */
  times?: number | undefined
  /** Calls that pass before the first one is struck. */
  skip?: number | undefined
  /** Chance that a call is struck; absent: 1. */
  probability?: number | undefined
  status?: number | undefined
  body?: unknown
  delayMs?: number | undefined
  /** Body bytes that an upload receives before `drop-connection` cuts it; absent: half. */
  afterBytes?: number | undefined
  retryAfterSeconds?: number | undefined
  accountId?: string | undefined
}

/** What shall go wrong, in the order in which it was asked for. */
export class Faults {
  private readonly plan

  constructor(
    store: Store,
    private readonly ids: Ids,
  ) {
    this.plan = store.section<Fault[]>('faults', () => [])
  }

  add(fault: Fault): void {
    this.plan().push(fault)
  }

  clear(): void {
    this.plan().length = 0
  }

  /** The first fault that strikes this call; one of its times is used up. */
  strike(platform: Platform, operation: string, accountId: string | undefined): Fault | undefined {
    const plan = this.plan()
    const aimed = plan.filter(
      (candidate) =>
        candidate.platform === platform &&
        candidate.operation === operation &&
        (candidate.accountId === undefined || candidate.accountId === accountId),
    )
    const fault = aimed.find(
      ({ skip = 0, probability }) => skip === 0 && (probability === undefined || this.ids.chance() < probability),
    )
    for (const candidate of aimed) if (candidate.skip) candidate.skip -= 1
    if (fault?.times === undefined) return fault
    fault.times -= 1
    if (fault.times === 0) plan.splice(plan.indexOf(fault), 1)
    return fault
  }
}
