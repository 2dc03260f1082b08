import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { printTable } from '../../../bench/support/figures'
import { LocalFailure } from '../../../local/failure'
import { say } from '../../../local/terminal'
import { withTestServers } from '../../../local/test-servers'
import { PLATFORMS, type Platform } from '../../../src/domain/platform'
import { CATALOGUE } from './catalogue'
import { allCells, type Kind, KINDS, planOf, sampleCells } from './cells'
import { randomPlan } from './random-plans'
import { type AnyResult, breachLines, LEGEND, tableOf, totalsLine, totalsOf, writeReport } from './report'
import { runPlans } from './run-plans'

const USAGE = `npm run test:faults -- [--platform P] [--operation O] [--kind K] [--sample --seed N] [--random --seed N --runs N] [--lanes N] [--report FILE.md|.json]`

/** `npm run test:faults`: the whole matrix, a part of it, or random plans. @returns 1 on any breach */
export const main = (args: string[]): Promise<number> => {
  const options = optionsOf(args)
  return withTestServers(async (env, interrupted) => {
    Object.assign(process.env, env)
    const startedMs = performance.now()
    const run = options.random ? runRandom(options) : runMatrix(options)
    const { results, table } = await Promise.race([run, interruptionOf(interrupted)])
    if (table.length > 0) {
      const [head = [], ...rows] = table
      printTable(head, rows)
      console.log(`\n  ${LEGEND.join('\n  ')}`)
    }
    const totals = totalsOf(results, startedMs)
    console.log(`\n${totalsLine(totals)}`)
    for (const line of breachLines(results)) console.log(line)
    if (options.report) await writeReport(options.report, totals, results, table)
    return totals.breach > 0 || totals.trials === 0 ? 1 : 0
  })
}

/** What is under way dies with its servers and with this process. */
const interruptionOf = async (interrupted: AbortSignal): Promise<never> => {
  await once(interrupted, 'abort')
  throw interrupted.reason
}

type Options = ReturnType<typeof optionsOf>

interface Outcome {
  results: AnyResult[]
  table: string[][]
}

async function runMatrix({ sample, seed, platform, operation, kind, lanes }: Options): Promise<Outcome> {
  const chosen = sample ? sampleCells(seed) : allCells({ platform, operation, kind })
  const cells = chosen.map((cell) => ({ ...cell, plan: planOf(cell) }))
  const results = await runPlans(cells, lanes, tell(cells.length))
  return { results, table: tableOf(results) }
}

async function runRandom({ seed, runs, lanes }: Options): Promise<Outcome> {
  const plans = Array.from({ length: runs }, (_none, index) => ({ plan: randomPlan(seed + index) }))
  const results = await runPlans(plans, lanes, tell(plans.length))
  for (const { of } of results.filter(({ verdict }) => verdict === 'breach')) {
    console.log(`again: npm run test:faults -- --random --seed ${/\d+/.exec(of.plan.title)?.[0]} --runs 1`)
  }
  return { results, table: [] }
}

const tell = (total: number) => (batch: AnyResult[], doneCount: number) => {
  say(`${doneCount} of ${total}`)
  for (const line of breachLines(batch)) say(line)
}

function optionsOf(args: string[]) {
  const { values } = parseArgs({
    args,
    options: {
      platform: { type: 'string' },
      operation: { type: 'string' },
      kind: { type: 'string' },
      sample: { type: 'boolean', default: false },
      random: { type: 'boolean', default: false },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      runs: { type: 'string', default: '200' },
      lanes: { type: 'string', default: '3' },
      report: { type: 'string' },
    },
  })
  const operations = CATALOGUE.map(({ operation }) => operation)
  return {
    platform: oneOf<Platform>('platform', PLATFORMS, values.platform?.toUpperCase()),
    operation: oneOf('operation', operations, values.operation),
    kind: oneOf<Kind>('kind', KINDS, values.kind),
    sample: values.sample,
    random: values.random,
    seed: whole('seed', values.seed),
    runs: whole('runs', values.runs),
    lanes: whole('lanes', values.lanes),
    report: values.report,
  }
}

function oneOf<T extends string>(name: string, names: readonly T[], given: string | undefined): T | undefined {
  if (given === undefined) return undefined
  const found = names.find((each) => each === given)
  if (found === undefined)
    throw new LocalFailure(`--${name} must be one of ${[...new Set(names)].join(', ')}.\n${USAGE}`)
  return found
}

function whole(name: string, text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 0) throw new LocalFailure(`--${name} must be a whole number.\n${USAGE}`)
  return value
}
