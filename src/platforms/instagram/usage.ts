import type { IncomingHttpHeaders } from 'node:http'
import { z } from 'zod'
import type { Limit } from '../../domain/errors'
import { parseJson } from '../json'
import { MINUTE_MS } from '../meanings'
import { shared } from './meanings'

/** Of a limit that is reached. */
const FULL_PERCENT = 100

/** Meta's longest window is a day. */
const MAX_REGAIN_MINUTES = 7 * 24 * 60

const amount = z.number().nonnegative().default(0)
const minutes = z.number().min(0).max(MAX_REGAIN_MINUTES).default(0)
const usage = z.object({ call_count: amount, total_cputime: amount, total_time: amount })

/** By business, and of that by use case. */
const businessUsage = z.record(z.string(), z.array(usage.extend({ estimated_time_to_regain_access: minutes })))

/** Percentages, and minutes until an account may be called again. Not proven to be sent on every host: what is not understood is as good as nothing. */
const read = <T>(shape: z.ZodType<T>, header: string | string[] | undefined): T | undefined =>
  shape.safeParse(parseJson(String(header))).data

const isFull = (use: z.output<typeof usage>): boolean =>
  Math.max(use.call_count, use.total_cputime, use.total_time) >= FULL_PERCENT

const usesOf = (headers: IncomingHttpHeaders) =>
  Object.values(read(businessUsage, headers['x-business-use-case-usage']) ?? {}).flat()

/**
 * How long the calls of an account that has reached its limit stay refused. The Graph API, "Rate Limits": the header
 * `X-Business-Use-Case-Usage` names it in minutes for each business and use case.
 * @returns undefined where nothing is told
 */
export function regainAccessMs(headers: IncomingHttpHeaders): number | undefined {
  const longest = Math.max(0, ...usesOf(headers).map((use) => use.estimated_time_to_regain_access))
  return longest > 0 ? longest * MINUTE_MS : undefined
}

/** The limits that an answer, however good, tells to be reached: of the account by the business header, of the app by `X-App-Usage`. */
export function reachedLimits(headers: IncomingHttpHeaders, nowMs: number): Limit[] {
  const app = read(usage, headers['x-app-usage'])
  const regainMs = regainAccessMs(headers)
  const isAccountFull = regainMs !== undefined || usesOf(headers).some(isFull)
  return [
    ...(isAccountFull ? [{ ...shared.accountLimited, ...(regainMs && { untilMs: nowMs + regainMs }) }] : []),
    ...(app && isFull(app) ? [shared.appLimited] : []),
  ]
}
