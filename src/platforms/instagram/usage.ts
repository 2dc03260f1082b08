import type { IncomingHttpHeaders } from 'node:http'
import { z } from 'zod'
import { MINUTE_MS } from '../meanings'

const businessUsage = z.record(
  z.string(),
  z.array(z.object({ estimated_time_to_regain_access: z.number().nonnegative().optional() })),
)

/**
 * How long the calls of an account that has reached its limit stay refused. The Graph API, "Rate Limits": the header
 * `X-Business-Use-Case-Usage` names it in minutes for each business and use case.
 * @returns undefined where nothing is told
 */
export function regainAccessMs(headers: IncomingHttpHeaders): number | undefined {
  const usage = businessUsage.safeParse(parseJson(headers['x-business-use-case-usage'])).data ?? {}
  const minutes = Object.values(usage).flatMap((uses) =>
    uses.map(({ estimated_time_to_regain_access: regain }) => regain ?? 0),
  )
  const longest = Math.max(0, ...minutes)
  return longest > 0 ? longest * MINUTE_MS : undefined
}

function parseJson(text: string | string[] | undefined): unknown {
  try {
    return JSON.parse(String(text))
  } catch {
    // Not proven to be sent on every host: whatever else it holds is as good as nothing.
    return undefined
  }
}
