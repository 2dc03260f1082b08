import { openLane, type Lane } from './lane'
import { BRISK, PATIENT, type Pace } from './pace'
import type { Plan } from './plan'
import type { Evidence } from './trial'
import { isMissed, judge, type Judgement } from './verdict'

export interface Result<T extends { plan: Plan }> extends Judgement {
  of: T
  evidence: Evidence
}

/** So many reach their calls at about the same time. A worker has room for twenty uploads that are held. */
const BATCH_PLANS = 9

/**
 * Runs every plan, a batch at a time in each of `laneCount` lanes: first those without a kill. A kill that came for another
 * trial of the batch can keep a plan from striking: such a plan is run again by itself. `onBatch` is told how many are done.
 */
export async function runPlans<T extends { plan: Plan }>(
  items: readonly T[],
  laneCount: number,
  onBatch: (results: Result<T>[], doneCount: number) => void = () => undefined,
): Promise<Result<T>[]> {
  const results = new Map<T, Result<T>>()
  const run = (pace: Pace, chosen: T[], batchSize: number) =>
    inLanes(pace, laneCount, batchesOf(chosen, batchSize), async (lane, batch) => {
      const evidence = await lane.run(batch.map(({ plan }) => plan))
      const judged = batch.flatMap((of, index) => {
        const own = evidence[index]
        return own ? [{ of, evidence: own, ...judge(own) }] : []
      })
      for (const result of judged) results.set(result.of, result)
      onBatch(judged, results.size)
    })
  await run(
    BRISK,
    items.filter(({ plan }) => !plan.kill),
    BATCH_PLANS,
  )
  await run(
    PATIENT,
    items.filter(({ plan }) => plan.kill),
    BATCH_PLANS,
  )
  const missed = [...results.values()].filter(({ evidence }) => isMissed(evidence))
  await run(
    PATIENT,
    missed.map(({ of }) => of),
    1,
  )
  return [...results.values()]
}

async function inLanes<B>(
  pace: Pace,
  laneCount: number,
  batches: B[],
  work: (lane: Lane, batch: B) => Promise<void>,
): Promise<void> {
  const wanted = Math.min(laneCount, batches.length)
  const openings = await Promise.allSettled(Array.from({ length: wanted }, () => openLane(pace)))
  const lanes = openings.flatMap((opening) => (opening.status === 'fulfilled' ? [opening.value] : []))
  try {
    for (const opening of openings) if (opening.status === 'rejected') throw opening.reason
    await Promise.all(
      lanes.map(async (lane) => {
        for (let batch = batches.shift(); batch; batch = batches.shift()) await work(lane, batch)
      }),
    )
  } finally {
    await Promise.all(lanes.map((lane) => lane.close()))
  }
}

/** Neighbours stay together. */
const batchesOf = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_none, index) =>
    items.slice(index * size, (index + 1) * size),
  )
