import { CATALOGUE, type Row } from './catalogue'
import { KINDS, strikeOf } from './cells'
import type { CallInstant, Plan, PlannedFault } from './plan'

const MAX_FAULTS = 4
const MAX_NTH = 3

/** Several faults at several calls, perhaps a killed worker, perhaps a cancel: all of it decided by the seed. */
export function randomPlan(seed: number): Plan {
  const { below, chance, pick } = dice(seed)
  const { platform } = pick(CATALOGUE)
  const rows = CATALOGUE.filter((row) => row.platform === platform)

  const fault = (row: Row): PlannedFault => ({
    ...strikeOf(pick(KINDS), row),
    operation: row.operation,
    nth: 1 + below(MAX_NTH),
    times: 1 + below(2),
  })
  const instant = (): CallInstant => ({
    operation: pick(rows).operation,
    nth: 1 + below(2),
    moment: pick(['arrived', 'done'] as const),
  })

  return {
    title: `seed ${seed}, ${platform}`,
    platform,
    sizeBytes: pick(rows).sizeBytes,
    setup: { ...pick(rows).setup, staleToken: chance(0.25) },
    faults: Array.from({ length: 1 + below(MAX_FAULTS) }, () => fault(pick(rows))),
    ...(chance(0.5) && { kill: instant() }),
    ...(chance(0.15) && { cancel: instant() }),
  }
}

/** The same throws for the same seed (mulberry32). */
function dice(seed: number) {
  let state = seed >>> 0
  const share = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number): number => Math.floor(share() * limit)
  return {
    below,
    chance: (probability: number): boolean => share() < probability,
    pick<T>(list: readonly T[]): T {
      const item = list[below(list.length)]
      if (item === undefined) throw new Error('nothing to pick from')
      return item
    },
  }
}
