import { z } from 'zod'
import type { QuotaDay } from '../../database/quota/quota-days'
import { MAX_UNITS, pacificDay } from '../../domain/quota'
import { UsageError } from '../exit'
import { argumentsOf, noArguments, oneArgument } from '../options'
import { systemClock, type Action } from './deps'

const DAY = { day: { type: 'string' } } as const

/** `quota show [--day <YYYY-MM-DD>]` */
export function showQuota(args: string[]): Action {
  const { positionals, values } = argumentsOf(args, DAY)
  noArguments(positionals)
  const day = dayOf(values.day)
  return async ({ quotaDays, say }) => describe(await quotaDays.find(day)).forEach(say)
}

/** `quota limit <number> [--day <YYYY-MM-DD>]` */
export function limitQuota(args: string[]): Action {
  // What begins with a dash would be taken for an option.
  const negative = args.find((word) => /^-\d/.test(word))
  if (negative !== undefined) throw badLimit(negative)
  const { positionals, values } = argumentsOf(args, DAY)
  const word = oneArgument(positionals, 'the limit')
  const limit = Number(word)
  if (!/^\d+$/.test(word) || limit < 1 || limit > MAX_UNITS) throw badLimit(word)
  const day = dayOf(values.day)
  if (day < pacificDay(systemClock.nowMs())) throw new UsageError(`${day} is over: its limit cannot be changed.`)

  return async (ops) => {
    const changed = await ops.quotaDays.setLimit(day, limit)
    describe(changed).forEach(ops.say)
    if (changed.limit > limit) ops.say(`  ${figure(limit)} could not be the limit any more: more is used already.`)
    await ops.reconcile()
  }
}

const badLimit = (word: string) =>
  new UsageError(`A limit is a whole number from 1 to ${figure(MAX_UNITS)}, not ${word}.`)

/** Today where none is named. @throws UsageError */
function dayOf(text: string = pacificDay(systemClock.nowMs())): string {
  if (!z.iso.date().safeParse(text).success) throw new UsageError(`--day takes a date such as 2027-03-01, not ${text}.`)
  return text
}

function describe(day: QuotaDay): string[] {
  const { date, model, uploadCost, used, limit, callUnits, closedAt, buckets } = day
  const left = closedAt ? 0 : Math.floor((limit - used) / uploadCost)
  return [
    `${date}, Pacific Time, counted as ${model}: an upload costs ${figure(uploadCost)}`,
    `  uploads: ${figure(used)} of ${figure(limit)} used${callUnits > 0 ? `, ${figure(callUnits)} by other calls` : ''}; room for ${figure(left)} more`,
    ...buckets.map((bucket) => `  ${bucket.name}: ${figure(bucket.used)} of ${figure(bucket.limit)} used`),
    ...(closedAt ? [`  YouTube says since ${closedAt.toISOString()} that it is used up`] : []),
  ]
}

const figure = (value: number): string => value.toLocaleString('en')
