import { isTerminal, WAITING_PHASES, type JobPhase } from '../../../src/domain/job'
import type { JobRuns } from '../../../src/domain/ports/jobs'
import type { PublisherWorld } from '../../support/publisher'
import { reconnect } from './accounts'
import type { CallWatch } from './call-watch'
import type { Trial, Wait } from './trial'

/** A wait that ends sooner is waited out. */
const SHORT_WAIT_MS = 3_000

/** What is waited for, and by which instant: a wait without them is a job that is stuck. */
export const isExplained = ({ phase, waitReason, waitUntil, errorMessage }: Wait): boolean =>
  waitReason !== null && waitUntil !== null && (phase === 'unconfirmed' || errorMessage !== null)

/** What the plan is about may come after the end, as the enrich steps do, but not much later. */
const AFTERMATH_MS = 10_000

/** Follows jobs to their end. A long wait that the row explains is written down and cut short, its reason removed. */
export function createSettler(world: PublisherWorld, gateway: JobRuns, watch: CallWatch) {
  async function endWait(trial: Trial, wait: Wait): Promise<void> {
    trial.waits.push(wait)
    if (!isExplained(wait)) return
    if (wait.phase === 'waiting-for-reconnect') await reconnect(world, trial.account)
    await gateway.wake(trial.job.jobId)
  }

  const isReached = ({ plan: { aim, kill }, account, killed }: Trial): boolean =>
    aim === undefined || (watch.wasMade(account.accountId, aim) && (kill === undefined || killed))

  function end(trial: Trial): void {
    const nowMs = performance.now()
    trial.endedMs ??= nowMs
    if (isReached(trial) || nowMs > trial.endedMs + AFTERMATH_MS) trial.settledMs = nowMs
  }

  return {
    /** Looks at every job once. @returns those that have not settled */
    async look(trials: Trial[]): Promise<Trial[]> {
      const open = trials.filter(({ settledMs }) => settledMs === undefined)
      const rows = await world.prisma.publishJob.findMany({
        where: { jobId: { in: open.map(({ job }) => job.jobId) } },
        select: {
          jobId: true,
          phase: true,
          waitReason: true,
          waitUntil: true,
          errorCode: true,
          errorMessage: true,
        },
      })
      for (const trial of open) {
        const row = rows.find(({ jobId }) => jobId === trial.job.jobId)
        if (!row) continue
        if (isTerminal(row.phase as JobPhase)) end(trial)
        else if (isNewWait(trial, row)) await endWait(trial, row)
      }
      return open.filter(({ settledMs }) => settledMs === undefined)
    },
  }
}

function isNewWait({ waits }: Trial, row: Wait): boolean {
  const isWaiting = row.phase === 'unconfirmed' || (WAITING_PHASES as readonly string[]).includes(row.phase)
  const isLong = row.waitUntil === null || row.waitUntil.getTime() - Date.now() > SHORT_WAIT_MS
  const isKnown = waits.some(({ waitUntil }) => waitUntil?.getTime() === row.waitUntil?.getTime())
  return isWaiting && isLong && !isKnown
}
