import type { CallGate, PlatformCall } from '../../src/domain/ports/limits'
import type { QuotaMeter } from '../../src/domain/ports/quota'
import type { CallPurpose } from '../../src/domain/quota'
import type { PublishError } from '../../src/domain/errors'
import { OPEN_METER } from './open-limits'

/** Limits that write down what they are asked, and forbid what a test wants. */
export interface RecordingLimits {
  gate: CallGate
  meter: QuotaMeter
  admitted: PlatformCall[]
  held: { platformUserId: string; code: string; untilMs: number | undefined }[]
  charged: CallPurpose[]
  /** Units. */
  givenBack: number[]
  closed: CallPurpose[]
  /** Thrown by the gate, once for each call of the operation. */
  forbid(operation: string, refusal: PublishError): void
  /** Thrown by the meter for every call. */
  exhaust(refusal: PublishError): void
  clear(): void
}

export function recordLimits(): RecordingLimits {
  const forbidden = new Map<string, PublishError>()
  let exhausted: PublishError | null = null
  const limits: RecordingLimits = {
    admitted: [],
    held: [],
    charged: [],
    givenBack: [],
    closed: [],
    gate: {
      admit(call) {
        const refusal = forbidden.get(call.operation)
        if (refusal) return Promise.reject(refusal)
        limits.admitted.push(call)
        return Promise.resolve(0)
      },
      giveBack: () => Promise.resolve(),
      hold({ platformUserId }, { code, untilMs }) {
        limits.held.push({ platformUserId, code, untilMs })
        return Promise.resolve()
      },
    },
    meter: {
      charge(purpose, user) {
        if (exhausted) return Promise.reject(exhausted)
        limits.charged.push(purpose)
        return OPEN_METER.charge(purpose, user)
      },
      giveBack(taken) {
        limits.givenBack.push(taken.units)
        return Promise.resolve()
      },
      close(purpose) {
        limits.closed.push(purpose)
        return Promise.resolve()
      },
    },
    forbid: (operation, refusal) => void forbidden.set(operation, refusal),
    exhaust: (refusal) => void (exhausted = refusal),
    clear() {
      for (const record of [limits.admitted, limits.held, limits.charged, limits.givenBack, limits.closed])
        record.length = 0
      forbidden.clear()
      exhausted = null
    },
  }
  return limits
}
