import { z } from 'zod'
import { toQuotaDayView, type QuotaDayView } from '../../api/views/quota-view'
import type { QuotaDay } from '../../database/quota/quota-days'
import { MAX_UNITS, pacificDay } from '../../domain/quota'
import { UsageError } from '../exit'
import { command, onlyWord } from './command'
import { systemClock, type Ops } from './deps'
import { figure } from './figures'

const DAY = { day: { value: '<YYYY-MM-DD>', about: "A Pacific day; without it, today's" } } as const

export const showQuota = command({
  name: 'quota show',
  summary: "YouTube's quota of today, or of another Pacific day, and how many wait for it",
  options: DAY,
  changes: false,
  examples: ['', '--day 2027-03-01'],
  prepare({ values }) {
    const day = dayOf(values.day)
    return async (ops) => {
      const view = await viewDay(ops, await ops.quotaDays.find(day))
      return { lines: describe(view), json: view }
    }
  },
})

export const limitQuota = command({
  name: 'quota limit',
  summary: 'Sets what YouTube granted for a day; freed places are given to those who wait',
  words: { usage: '<number>', wanted: 'the limit', count: 'one' },
  options: DAY,
  changes: true,
  details: 'No limit is smaller than what is used already.',
  examples: ['20000', '20000 --day 2027-03-01'],
  prepare(input) {
    const word = onlyWord(input)
    const limit = Number(word)
    if (!/^\d+$/.test(word) || limit < 1 || limit > MAX_UNITS)
      throw new UsageError(`A limit is a whole number from 1 to ${figure(MAX_UNITS)}, not ${word}.`)
    const day = dayOf(input.values.day)
    if (day < pacificDay(systemClock.nowMs())) throw new UsageError(`${day} is over: its limit cannot be changed.`)

    return async (ops) => {
      const before = await viewDay(ops, await ops.quotaDays.find(day))
      return {
        lines: [`The limit of uploads of ${day} is ${figure(before.limit)}, and becomes ${figure(limit)}.`],
        json: { day, limit: before.limit, newLimit: limit },
        question: 'Set it?',
        async apply() {
          const view = await viewDay(ops, await ops.quotaDays.setLimit(day, limit))
          await ops.reconcile()
          const tooLow = `  ${figure(limit)} could not be the limit any more: more is used already.`
          return { lines: [...describe(view), ...(view.limit > limit ? [tooLow] : [])], json: view }
        },
      }
    }
  },
})

/** Today where none is named. @throws UsageError */
function dayOf(text: string = pacificDay(systemClock.nowMs())): string {
  if (!z.iso.date().safeParse(text).success) throw new UsageError(`--day takes a date such as 2027-03-01, not ${text}.`)
  return text
}

/** As the API tells it. */
export async function viewDay({ queue, jobs, clock }: Ops, day: QuotaDay): Promise<QuotaDayView> {
  const places = await queue.places()
  const users = await jobs.countUsers(places.map(({ jobId }) => jobId))
  return toQuotaDayView(day, places, users, clock.nowMs())
}

function describe({ day, model, costPerUpload, used, limit, callUnits, placesFree, closedAt, ...view }: QuotaDayView) {
  const calls = callUnits > 0 ? `, ${figure(callUnits)} by other calls` : ''
  return [
    `${day}, Pacific Time, counted as ${model}: an upload costs ${figure(costPerUpload)}`,
    `  uploads: ${figure(used)} of ${figure(limit)} used${calls}; room for ${figure(placesFree)} more`,
    ...view.buckets.map((bucket) => `  ${bucket.name}: ${figure(bucket.used)} of ${figure(bucket.limit)} used`),
    ...(closedAt ? [`  YouTube says since ${closedAt} that it is used up`] : []),
    `  queue: ${figure(view.queue.waiting)} waiting, of ${figure(view.queue.users)} users; next day at ${view.resetAt}`,
  ]
}
