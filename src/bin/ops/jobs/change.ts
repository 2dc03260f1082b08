import { PROBLEMS } from '../../../api/problems'
import type { FoundJob } from '../../../database/operations/job-search'
import { UsageError } from '../../exit'
import type { Action, Answer, Input, Options, Plan } from '../command'
import type { Ops } from '../deps'
import { counted, figure } from '../figures'
import { countWish } from '../wishes'
import { carryOut, type Outcome } from './carry-out'
import { FILTERS, searchOf, type Search } from './filters'
import type { Hand } from './hands'

/** At once; a second call goes on with the others. */
const MOST = 10_000

const MOST_SHOWN = 20

export const SELECTION = {
  ...FILTERS,
  limit: { value: '<count>', about: `Only so many of those that match, the oldest; at most ${figure(MOST)}` },
} as const

export const WORDS = { usage: '[<job id> …]', wanted: 'which jobs, by id or by filters', count: 'any' } as const

export const HOW = [
  'Takes job ids, or filters: it shows how many jobs match and which, asks, and then does one after the other by the',
  'rules of the API. A job that refuses does not stop the others, and is told with its code. Ctrl-C stops after those',
  'that are under way. It may be run again at any time: what is done already is not done twice. Without Temporal the',
  'rows decide all the same, and the reconciler tells the runs when it is back.',
].join('\n')

/** @throws UsageError with every violation */
export function changeJobs({ words, values }: Input<Options>, hand: Hand): Action {
  const { search, given } = searchOf(values, { limit: countWish(MOST).default(MOST) })
  const hasFilters = Object.keys(values).some((name) => name in FILTERS)
  if (words.length > 0 && Object.keys(values).length > 0) throw new UsageError('Name jobs, or filters: not both.')
  if (words.length === 0 && !hasFilters) throw new UsageError('Say which jobs: name their ids, or at least one filter.')
  return async (ops) => {
    const jobs = words.length > 0 ? await named(ops, words) : await matching(ops, search, hand, given.limit)
    if (jobs.length === 0) return { lines: ['No job matches.'], json: { matched: 0, jobs: [] } }
    return planOf(ops, hand, jobs)
  }
}

/** @throws UsageError naming every id that there is no job of */
async function named({ operations }: Ops, words: string[]): Promise<FoundJob[]> {
  const jobIds = [...new Set(words)]
  const jobs = await operations.selectJobs({ jobIds }, MOST)
  const unknown = jobIds.filter((jobId) => !jobs.some((job) => job.jobId === jobId))
  if (unknown.length > 0) throw new UsageError(unknown.map((jobId) => `There is no job "${jobId}".`).join('\n'))
  return jobs
}

const matching = async (ops: Ops, search: Search, { among }: Hand, limit: number): Promise<FoundJob[]> =>
  ops.operations.selectJobs({ ...(await search(ops)), among }, limit)

function planOf(ops: Ops, hand: Hand, jobs: FoundJob[]): Plan | Answer {
  const nowMs = ops.clock.nowMs()
  const refused = jobs.flatMap((job) => {
    const code = hand.refuses(job, nowMs)
    return code === null ? [] : [{ jobId: job.jobId, code }]
  })
  const able = jobs.filter((job) => hand.refuses(job, nowMs) === null)
  const shown = able.slice(0, MOST_SHOWN).map(({ jobId, platform, phase }) => `  ${jobId}  ${platform}  ${phase}`)
  const more = able.length > MOST_SHOWN ? [`  and ${figure(able.length - MOST_SHOWN)} more`] : []
  const lines = [`${hand.verb}: ${counted(able.length, 'job')}`, ...shown, ...more, ...tellRefused(refused)]
  const json = { matched: jobs.length, jobs: able.map(({ jobId }) => jobId), refused }
  if (able.length === 0) return { lines, json, failed: true }
  return {
    lines,
    json,
    question: `${hand.verb} ${counted(able.length, 'job')}?`,
    async apply() {
      const outcomes = await carryOut(
        ops,
        hand,
        able.map(({ jobId }) => jobId),
      )
      return answerOf(hand, [...outcomes, ...refused], able.length - outcomes.length)
    },
  }
}

/** @param left how many a stop has kept from their turn */
function answerOf(hand: Hand, outcomes: Outcome[], left: number): Answer {
  const done = outcomes.filter(({ code }) => code === null)
  const refused = outcomes.flatMap(({ jobId, code }) => (code === null ? [] : [{ jobId, code }]))
  return {
    lines: [
      `${counted(done.length, 'job')} ${hand.done}.`,
      ...tellRefused(refused),
      ...refused.map(({ jobId, code }) => `  ${jobId}: ${code}`),
      ...(left > 0 ? [`Stopped: ${counted(left, 'job')} left as they were. Run it again to go on.`] : []),
    ],
    json: { done: done.map(({ jobId }) => jobId), refused, left },
    failed: refused.length > 0 || left > 0,
  }
}

/** How many of each code, with what it means. */
function tellRefused(refused: { code: string }[]): string[] {
  const codes = [...new Set(refused.map(({ code }) => code))]
  return codes.map((code) => {
    const count = refused.filter((one) => one.code === code).length
    const title = Object.entries(PROBLEMS).find(([name]) => name === code)?.[1].title
    return `Not possible for ${counted(count, 'job')}: ${code}${title ? ` (${title})` : ''}`
  })
}
