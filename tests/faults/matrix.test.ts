import { CATALOGUE } from './matrix/catalogue'
import { KILLS, KINDS, planOf, sampleCells } from './matrix/cells'
import { randomPlan } from './matrix/random-plans'
import { breachLines } from './matrix/report'
import { runPlans } from './matrix/run-plans'

const SEED = 4
const LANES = 2
const TIME_MS = 1_200_000

test('the sample of the matrix has every call, every kind of fault and every kill', () => {
  const cells = sampleCells(SEED)
  expect(cells.map(({ row }) => row)).toEqual(CATALOGUE)
  expect(new Set(cells.map(({ kind }) => kind))).toEqual(new Set(KINDS))
  expect(new Set(cells.map(({ kill }) => kill))).toEqual(new Set(KILLS))
})

test('a seed always draws the same plan', () => {
  expect(randomPlan(SEED)).toEqual(randomPlan(SEED))
  expect(randomPlan(SEED)).not.toEqual(randomPlan(SEED + 1))
})

test(
  'whatever call fails in whatever way, and if the worker dies with it: the post exists once and the row says so',
  async () => {
    const cells = sampleCells(SEED).map((cell) => ({ ...cell, plan: planOf(cell) }))
    const results = await runPlans(cells, LANES)
    expect(breachLines(results)).toEqual([])
    expect(results).toHaveLength(CATALOGUE.length)
  },
  TIME_MS,
)
