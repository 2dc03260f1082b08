import { seedUserId } from '../local/sample/publish-sample'
import type { StackInfo } from '../local/stack/info'
import { say } from '../local/terminal'
import { SEED_ACCOUNTS } from '../prisma/seed-accounts'
import { apiContender, bareStartContender, type Contender } from './support/accept-contenders'
import { withBenchStack } from './support/bench-stack'
import { printTable, quantile, spread } from './support/figures'
import { type Round, runRound } from './support/load'
import { describeMachine } from './support/machine'
import { makeVideos } from './support/videos'

const CALLERS = 20
const WARM_UP_CALLS = 200
const ROUNDS = 4
const ROUND_CALLS = 500
const MONTH_MS = 30 * 24 * 3_600_000

/** What accepting a publish may cost: this many times the bare start of its workflow, at the 99th percentile. */
const MAX_RATIO = 2

/** `npm run bench:accept`: POST /v1/publish-jobs beside a bare workflow start, in turns, on the same servers. */
export const main = (): Promise<number> =>
  withBenchStack(async ({ info }) => {
    const userId = await seedUserId(info.databaseUrl)
    await liftCaps(info)
    console.log(`\n${await describeMachine(info.databaseUrl)}`)
    console.log(
      `${CALLERS} callers, ${ROUNDS} rounds of ${ROUND_CALLS} calls each, after ${WARM_UP_CALLS} to warm up\n`,
    )
    for (const { title, scheduledFor } of [
      { title: 'Jobs for next month: the worker looks at each and lets it wait', scheduledFor: nextMonth() },
      { title: 'Jobs for now: the worker publishes them meanwhile, on the same cores', scheduledFor: null },
    ]) {
      say('Making videos')
      const videoIds = await makeVideos(info, userId, WARM_UP_CALLS + ROUNDS * ROUND_CALLS)
      const publishes = { userId, scheduledFor, videoIds }
      const rounds = await compete(apiContender(info, publishes, CALLERS), bareStartContender(info, publishes))
      report(title, rounds)
    }
    return 0
  })

const nextMonth = () => new Date(Date.now() + MONTH_MS)

/** Thousands of publishes are more than an account may make in a day. */
async function liftCaps({ urls }: StackInfo): Promise<void> {
  const account = SEED_ACCOUNTS.find(({ platform }) => platform === 'INSTAGRAM')
  const answer = await fetch(`${urls.sandbox}/control/accounts/INSTAGRAM/${account?.platformUserId}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ publishingCap: 1_000_000, containerCap: 1_000_000 }),
  })
  if (!answer.ok) throw new Error(`The sandbox answered ${answer.status}: ${await answer.text()}`)
}

interface Rounds {
  api: Round[]
  bare: Round[]
}

/** By turns, so that whatever else the machine does meets both alike. */
async function compete(api: Contender, bare: Contender): Promise<Rounds> {
  try {
    const warmUp = { callers: CALLERS, count: WARM_UP_CALLS }
    await runRound(api.call, warmUp)
    await runRound(bare.call, warmUp)
    const rounds: Rounds = { api: [], bare: [] }
    for (let round = 1; round <= ROUNDS; round += 1) {
      say(`Round ${round} of ${ROUNDS}`)
      rounds.api.push(await runRound(api.call, { callers: CALLERS, count: ROUND_CALLS }))
      rounds.bare.push(await runRound(bare.call, { callers: CALLERS, count: ROUND_CALLS }))
    }
    return rounds
  } finally {
    await Promise.all([api.close(), bare.close()])
  }
}

const FIGURES: { name: string; of: (round: Round) => number }[] = [
  { name: 'p50 ms', of: ({ latenciesMs }) => quantile(latenciesMs, 0.5) },
  { name: 'p95 ms', of: ({ latenciesMs }) => quantile(latenciesMs, 0.95) },
  { name: 'p99 ms', of: ({ latenciesMs }) => quantile(latenciesMs, 0.99) },
  { name: 'max ms', of: ({ latenciesMs }) => Math.max(...latenciesMs) },
  { name: 'calls/s', of: ({ perSecond }) => perSecond },
]

function report(title: string, { api, bare }: Rounds): void {
  console.log(`\n${title} (min / median / max of the rounds)`)
  const rows = FIGURES.map(({ name, of }) => {
    const [ofApi, ofBare] = [api.map(of), bare.map(of)]
    const ratios = ofApi.map((figure, round) => figure / (ofBare[round] ?? NaN))
    return [name, spread(ofApi), spread(ofBare), spread(ratios, 2)]
  })
  printTable(['', 'POST /v1/publish-jobs', 'bare start', 'ratio in each pair'], rows)
  const all = (rounds: Round[]) =>
    quantile(
      rounds.flatMap(({ latenciesMs }) => latenciesMs),
      0.99,
    )
  const ratio = all(api) / all(bare)
  console.log(
    `  p99 of all ${ROUNDS * ROUND_CALLS} calls: ${all(api).toFixed(1)} ms against ${all(bare).toFixed(1)} ms, ` +
      `${ratio.toFixed(2)} times (the aim is at most ${MAX_RATIO})\n`,
  )
}
