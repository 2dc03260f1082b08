import type { CallWatch } from '../../src/domain/ports/call-watch'
import type { CallGate } from '../../src/domain/ports/limits'
import type { QuotaMeter } from '../../src/domain/ports/quota'
import { QUOTA_MODELS, type QuotaModelName, type QuotaPlan } from '../../src/domain/quota'

/** Forbids nothing: for tests of adapters alone. */
export const OPEN_GATE: CallGate = {
  admit: () => Promise.resolve(0),
  giveBack: () => Promise.resolve(),
  hold: () => Promise.resolve(),
}

/** Of what nobody asks. */
export const UNWATCHED: CallWatch = { begin: () => () => {} }

const UNCOUNTED = { day: '2026-11-23', model: 'upload-bucket', metricsUnits: 0 } as const

export const OPEN_METER: QuotaMeter = {
  charge: (purpose) => Promise.resolve({ ...QUOTA_MODELS['upload-bucket'].calls[purpose], ...UNCOUNTED }),
  giveBack: () => Promise.resolve(),
  close: () => Promise.resolve(),
}

/** A project with nothing but the model's own figures. */
export const planOf = (model: QuotaModelName, change: Partial<QuotaPlan> = {}): QuotaPlan => ({
  model,
  uploadCost: QUOTA_MODELS[model].uploadCost,
  limits: { uploads: QUOTA_MODELS[model].uploadsLimit, units: 10_000, search: 100, 'batch-stats': 10_000 },
  metricsPercent: QUOTA_MODELS[model].metricsPercent,
  ...change,
})
