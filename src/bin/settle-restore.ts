import type { Client } from '@temporalio/client'
import type { PrismaClient } from '../database/prisma'
import { createRestores } from '../database/restores'
import { createRoundReports } from '../database/round-reports'
import { createWitness } from '../temporal/witness'
import { SETTLE_RESTORE_ID } from '../domain/known-rounds'
import type { Clock } from '../domain/ports/clock'
import type { Restores, PendingRestore, Witness, WitnessedJob } from '../domain/ports/restores'
import type { Finding, RoundReports } from '../domain/ports/rounds'
import { fateOf, type Fate } from '../domain/restored-job'

export interface SettleRestoreParts {
  restores: Restores
  witness: Witness
  reports: Pick<RoundReports, 'save'>
  clock: Clock
}

export const settleParts = (prisma: PrismaClient, client: Client, clock: Clock): SettleRestoreParts => ({
  restores: createRestores(prisma, clock),
  witness: createWitness(client),
  reports: createRoundReports(prisma),
  clock,
})

/** How far the clocks of the database and of Temporal may be apart. */
const CLOCK_SKEW_MS = 60_000

/**
 * Before a worker serves a database that was restored from a backup: asks Temporal what became of each job since, so that
 * nothing is published a second time by a row that does not know of the first. Repeated where it was stopped.
 * @returns what it did, by kind; null: no restore is pending
 */
export async function settleRestore(parts: SettleRestoreParts): Promise<Record<string, number> | null> {
  const { restores, witness, reports, clock } = parts
  const restore = await restores.pending()
  if (!restore) return null
  const startedAtMs = clock.nowMs()
  const sinceMs = restore.backupAtMs - CLOCK_SKEW_MS
  const erased = await restores.eraseAgain(restore, await witness.erasedUsers(sinceMs))
  const tally = newTally()
  const known = new Set<string>()
  for await (const job of witness.jobs(sinceMs)) {
    known.add(job.jobId)
    await settleWitnessed(restores, restore, job, tally.count)
  }
  for (const { jobId, row } of await restores.unwitnessed(restore, known)) {
    const fate = fateOf(row, null)
    await restores.apply(restore, jobId, fate)
    tally.count(jobId, fate)
  }
  const counts = { ...tally.counts, erased }
  const { findings } = tally
  await reports.save({ name: SETTLE_RESTORE_ID, startedAtMs, endedAtMs: clock.nowMs(), counts, findings })
  await restores.settled(restore)
  return counts
}

type Count = (jobId: string, fate: Fate | { kind: 'buried' }) => void

async function settleWitnessed(restores: Restores, restore: PendingRestore, job: WitnessedJob, count: Count) {
  const row = (await restores.rowsOf([job.jobId])).get(job.jobId)
  if (!row) {
    await restores.bury(restore, job)
    return count(job.jobId, { kind: 'buried' })
  }
  const fate = fateOf(row, job)
  await restores.apply(restore, job.jobId, fate)
  count(job.jobId, fate)
}

function newTally() {
  const counts: Record<string, number> = {}
  const findings: Finding[] = []
  const count: Count = (jobId, fate) => {
    counts[fate.kind] = (counts[fate.kind] ?? 0) + 1
    if (fate.kind === 'hold' || fate.kind === 'end') {
      const { code, message, remedy } = fate.problem
      findings.push({ code, message, remedy, jobId })
    }
    if (fate.kind === 'buried') findings.push({ ...LOST, jobId })
  }
  return { counts, findings, count }
}

const LOST = {
  code: 'lost-in-restore',
  message: 'The job was accepted after the backup: its row is lost, and its idempotency key begins nothing any more.',
  remedy:
    'Look at its run in the Web UI to see what became of it; publish anew under another key if it did not go out.',
}
