import type { JobRuns } from '../domain/ports/jobs'
import type { Clock } from '../domain/ports/clock'
import type { OpenRuns } from '../domain/ports/open-runs'
import type { Finding, RoundReport } from '../domain/ports/rounds'
import {
  hasOutlivedRow,
  stuckBecause,
  stuckCount,
  type RowOfRun,
  type Stuck,
  type StuckLimits,
  type WatchedJob,
} from '../domain/stuck-jobs'
import { runFinding, stuckFinding } from '../domain/stuck-texts'

export interface WatchDependencies {
  watched: {
    /** In batches. */
    suspects(nowMs: number, limits: StuckLimits): AsyncIterable<WatchedJob[]>
    rowsOf(jobIds: string[]): Promise<ReadonlyMap<string, RowOfRun>>
  }
  openRuns: OpenRuns
  runs: Pick<JobRuns, 'wake'>
  stuckLimits: StuckLimits
  clock: Clock
}

type Seen = Pick<RoundReport, 'counts' | 'findings'>

/** A person reads no more than that; the counts tell how many there are. */
const MOST_FINDINGS = 100

/** A run is younger than its row by a moment; a search may know it before we do. */
const SETTLED_MS = 120_000

/** Looks for what starting and waking does not heal. */
export function createWatch({ watched, openRuns, runs, stuckLimits, clock }: WatchDependencies) {
  /** A run whose row is gone or has ended finds that out when it looks. One that cannot look is for a person. */
  async function endOrphans(nowMs: number): Promise<Seen> {
    const jobIds = await openRuns.next(nowMs - SETTLED_MS)
    const rows = await watched.rowsOf(jobIds)
    const orphans = jobIds.filter((jobId) => hasOutlivedRow(rows.get(jobId), nowMs, stuckLimits))
    await Promise.all(orphans.map((jobId) => runs.wake(jobId)))
    const findings = await illOf(orphans.slice(0, MOST_FINDINGS), true)
    return { counts: { runs: jobIds.length, healed: orphans.length - findings.length }, findings }
  }

  async function findStuck(nowMs: number): Promise<Seen> {
    const counts: Record<string, number> = { stuck: 0 }
    const oldest: { job: WatchedJob; stuck: Stuck }[] = []
    for await (const jobs of watched.suspects(nowMs, stuckLimits))
      for (const job of jobs) {
        const stuck = stuckBecause(job, nowMs, stuckLimits)
        if (!stuck) continue
        for (const name of ['stuck', stuckCount(job.phase)]) counts[name] = (counts[name] ?? 0) + 1
        if (oldest.length < MOST_FINDINGS) oldest.push({ job, stuck })
      }
    const findings = await Promise.all(
      oldest.map(async ({ job, stuck }) => stuckFinding(job, stuck, await openRuns.health(job.jobId), nowMs)),
    )
    return { counts, findings }
  }

  /** Those of the runs that do not come to look at their rows. */
  async function illOf(jobIds: string[], isOver: boolean): Promise<Finding[]> {
    const asked = await Promise.all(
      jobIds.map(async (jobId) => {
        const health = await openRuns.health(jobId)
        return health === 'failing' || health === 'unserved' ? runFinding(jobId, health, isOver) : []
      }),
    )
    return asked.flat()
  }

  return async function watch(): Promise<Seen> {
    const nowMs = clock.nowMs()
    const orphans = await endOrphans(nowMs)
    const stuck = await findStuck(nowMs)
    const failing = await illOf(await openRuns.failing(MOST_FINDINGS), false)
    // Of several findings about one job the first tells most.
    const byJob = new Map([...failing, ...stuck.findings, ...orphans.findings].map((each) => [each.jobId, each]))
    const findings = [...byJob.values()].reverse()
    return {
      counts: { ...orphans.counts, ...stuck.counts, findings: findings.length },
      findings: findings.slice(0, MOST_FINDINGS),
    }
  }
}
