import { isDatabaseDown } from '../../../database/database-down'
import { isDone } from '../../../domain/changes-by-hand'
import { PublishError } from '../../../domain/errors'
import { counted, figure } from '../figures'
import type { Ops } from '../deps'
import { note } from '../note'
import type { Hand } from './hands'

/** So many jobs at once: enough for hundreds a second, too few for the database to notice. */
const AT_ONCE = 4

/** After so many runs in a row that could not be told, Temporal is taken to be out of reach. */
const MOST_UNTOLD = AT_ONCE

const PROGRESS_EVERY = 250

/** `code`: why it was refused, or null where it was done. */
export interface Outcome {
  jobId: string
  code: string | null
}

/** A few jobs at a time, whatever becomes of a single one, until all are done or somebody presses Ctrl-C. */
export async function carryOut(ops: Ops, hand: Hand, jobIds: string[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  const tell = tellerOf(ops)
  const next = jobIds.values()
  let stopped = false
  const stop = () => {
    stopped = true
    note('Stopping after those that are under way …')
  }
  process.once('SIGINT', stop)
  try {
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (const jobId of next) {
          outcomes.push(await doOne(jobId))
          if (outcomes.length % PROGRESS_EVERY === 0) note(`${figure(outcomes.length)} of ${figure(jobIds.length)} …`)
          if (stopped) return
        }
      }),
    )
  } finally {
    process.off('SIGINT', stop)
  }
  await tell.remind()
  return outcomes

  async function doOne(jobId: string): Promise<Outcome> {
    try {
      const decided = await hand.act(ops.hands, jobId)
      if (!decided) return { jobId, code: 'job-not-found' }
      if (!isDone(decided.answer)) return { jobId, code: decided.answer }
      await tell.one(decided.tell)
      return { jobId, code: null }
    } catch (error) {
      if (error instanceof PublishError) return { jobId, code: error.problem.code }
      // What follows would end in the same way.
      if (isDatabaseDown(error)) stopped = true
      note(`${jobId}: ${error instanceof Error ? error.message : String(error)}`)
      return { jobId, code: isDatabaseDown(error) ? 'database-down' : 'internal' }
    }
  }
}

/** Tells runs what their rows decided, as long as Temporal is within reach: what is not told, the reconciler finds in the rows. */
function tellerOf(ops: Ops) {
  let untold = 0
  let inARow = 0

  return {
    async one(tell: ((runs: Ops['runs']) => Promise<void>) | undefined): Promise<void> {
      if (!tell) return
      if (inARow >= MOST_UNTOLD) return void (untold += 1)
      try {
        await ops.inTime(() => tell(ops.runs))
        inARow = 0
      } catch {
        untold += 1
        inARow += 1
      }
    },

    async remind(): Promise<void> {
      if (untold === 0) return
      note(
        `${counted(untold, 'run')} could not be told. The rows have decided; the reconciler does the rest every minute.`,
      )
      await ops.reconcile()
    },
  }
}
