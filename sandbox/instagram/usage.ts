import type { Account } from '../kernel/accounts'
import { Refusal, type Answer } from '../kernel/answer'
import type { Endpoint } from '../kernel/serve'
import type { World } from '../kernel/world'
import { holderOf } from './access'
import { rateError } from './errors'

const BUSINESS_CODE = 80002

/** Holds an endpoint to its account's rate limit, and tells the usage in the headers where the account has them. */
export function metered(world: World, endpoint: Endpoint): Endpoint {
  return {
    ...endpoint,
    handle: async (call) => {
      const account = (await holderOf(world, call))?.account
      if (!account) return endpoint.handle(call)
      const { rateLimit } = account.profile
      try {
        if (rateLimit !== null) throw rateError(rateLimit)
        return withUsage(await endpoint.handle(call), account)
      } catch (error) {
        throw error instanceof Refusal ? new Refusal(withUsage(error.answer, account)) : error
      }
    },
  }
}

/** Percentages; the time to regain access is in minutes and stands in the business header only. */
function withUsage(answer: Answer, { accountId, profile }: Account<'INSTAGRAM'>): Answer {
  if (!profile.usageHeaders) return answer
  const app = usage(profile.rateLimit === null ? profile.appUsagePercent : 100)
  const business = usage(profile.rateLimit === BUSINESS_CODE ? 100 : profile.businessUsagePercent)
  const regain = { type: 'instagram', estimated_time_to_regain_access: profile.regainAccessMinutes }
  return {
    ...answer,
    headers: {
      ...answer.headers,
      'x-app-usage': JSON.stringify(app),
      'x-business-use-case-usage': JSON.stringify({ [accountId]: [{ ...business, ...regain }] }),
    },
  }
}

const usage = (percent: number) => ({ call_count: percent, total_cputime: percent, total_time: percent })
