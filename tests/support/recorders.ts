import type { Problem } from '../../src/domain/errors'
import type { TargetCheck, TargetChecks } from '../../src/domain/ports/check'
import type { ErasureRuns } from '../../src/domain/ports/erasure'
import type { InspectionRuns } from '../../src/domain/ports/inspection'
import type { JobRuns, RunStart } from '../../src/domain/ports/jobs'
import type { SyncRuns } from '../../src/domain/ports/sync'
import type { GrantEnd, TokenOwner } from '../../src/domain/ports/tokens'

/** Temporal as a recorder: `failWith` makes it unreachable. */
export interface RecordedRuns extends JobRuns {
  started: RunStart[]
  notified: { jobId: string; change: string }[]
  told: string[]
  woken: string[]
  reconciled: number
  failWith: Error | null
}

/** The owners of connections as a recorder: `failWith` makes Temporal unreachable. */
export interface RecordedOwner extends TokenOwner {
  reconnections: string[]
  /** Connections whose grant was to be ended, and how that is answered. */
  endings: string[]
  grantEnd: GrantEnd
  failWith: Error | null
}

export interface RecordedErasures extends ErasureRuns {
  started: string[]
  failWith: Error | null
}

export interface RecordedSyncs extends SyncRuns {
  /** Rounds that were begun. */
  started: number
  failWith: Error | null
}

/** `failWith` makes Temporal unreachable. */
export interface RecordedInspections extends InspectionRuns {
  /** Videos whose inspection was asked for. */
  asked: string[]
  /** What an inspection does to its row; nothing, unless a test says otherwise. */
  perform: (videoId: string) => Promise<unknown>
  failWith: Error | null
}

export function recordInspections(): RecordedInspections {
  const ask = async (videoId: string) => {
    if (inspections.failWith) throw inspections.failWith
    inspections.asked.push(videoId)
    await inspections.perform(videoId)
  }
  const inspections: RecordedInspections = {
    asked: [],
    perform: () => Promise.resolve(),
    failWith: null,
    start: ask,
    inspect: ask,
  }
  return inspections
}

/** The live part of dry runs as a recorder. */
export interface RecordedTargetChecks extends TargetChecks {
  checked: TargetCheck[]
  /** What the platforms say, until a test says otherwise: nothing. */
  problem: Problem | null
  failWith: Error | null
}

export function recordTargetChecks(): RecordedTargetChecks {
  const checks: RecordedTargetChecks = {
    checked: [],
    problem: null,
    failWith: null,
    check(target) {
      if (checks.failWith) return Promise.reject(checks.failWith)
      checks.checked.push(target)
      return Promise.resolve({ problem: checks.problem })
    },
  }
  return checks
}

export function recordSyncs(): RecordedSyncs {
  const syncs: RecordedSyncs = {
    started: 0,
    failWith: null,
    start: () => {
      if (syncs.failWith) return Promise.reject(syncs.failWith)
      syncs.started += 1
      return Promise.resolve()
    },
  }
  return syncs
}

export function recordRuns(): RecordedRuns {
  const answer = (record: () => void) => {
    if (runs.failWith) return Promise.reject(runs.failWith)
    record()
    return Promise.resolve()
  }
  const runs: RecordedRuns = {
    started: [],
    notified: [],
    told: [],
    woken: [],
    reconciled: 0,
    failWith: null,
    start: (run) => answer(() => runs.started.push(run)),
    notify: (jobId, change) => answer(() => runs.notified.push({ jobId, change })),
    tell: (jobId) => answer(() => runs.told.push(jobId)),
    showUploading: () => Promise.reject(new Error('the API brings no bytes')),
    wake: (jobId) => answer(() => runs.woken.push(jobId)),
    reconcile: () => answer(() => runs.reconciled++),
  }
  return runs
}

export function recordOwner(): RecordedOwner {
  const owner: RecordedOwner = {
    reconnections: [],
    endings: [],
    grantEnd: 'pending',
    failWith: null,
    reconnected: (connectionId) => {
      if (owner.failWith) return Promise.reject(owner.failWith)
      owner.reconnections.push(connectionId)
      return Promise.resolve()
    },
    ensureFresh: () => Promise.reject(new Error('the API renews no token')),
    endGrant: (connectionId) => {
      owner.endings.push(connectionId)
      return Promise.resolve(owner.grantEnd)
    },
  }
  return owner
}

export function recordErasures(): RecordedErasures {
  const erasures: RecordedErasures = {
    started: [],
    failWith: null,
    start: (userId) => {
      if (erasures.failWith) return Promise.reject(erasures.failWith)
      erasures.started.push(userId)
      return Promise.resolve()
    },
  }
  return erasures
}
