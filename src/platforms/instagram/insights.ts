import { type Problem, PublishError } from '../../domain/errors'
import type { Counters } from '../../domain/ports/metrics'
import { PERMISSION_MISSING } from '../../domain/refusal'
import type { CallContext } from '../call-context'
import { HOUR_MS } from '../meanings'
import type { InstagramClient } from './client'
import { isNotFound } from './errors'

const METRICS = ['views', 'likes', 'comments', 'shares'] as const satisfies (keyof Counters)[]

type Metric = (typeof METRICS)[number]

/** Which names Instagram knows changes with its versions, by months. */
const FORGET_MS = 6 * HOUR_MS

const INVALID_PARAMETER = '100'

const isNameRefused = ({ platformCode }: Problem): boolean => platformCode === INVALID_PARAMETER

/** Of one Reel, such as one from before its account became a professional one: it has none. */
const isReelRefused = ({ platformCode = '' }: Problem): boolean => platformCode.startsWith(`${INVALID_PARAMETER}/`)

type Told = Map<string, number | null>

/**
 * A Reel's insights. One name that Instagram does not have (any more) fails a whole list, and nothing but a sentence says
 * which ("Instagram Media, Insights"): so each is then asked for alone, and a name that is refused where another is
 * answered is left out for some hours. The two logins' hosts need not know the same names.
 */
export function instagramInsights(client: InstagramClient, nowMs: () => number) {
  const refusedUntilMs = new Map<string, number>()
  const key = (metric: Metric, { account }: CallContext) => `${account.login}/${metric}`
  const isAsked = (metric: Metric, context: CallContext) => (refusedUntilMs.get(key(metric, context)) ?? 0) <= nowMs()

  async function oneByOne(mediaId: string, metrics: Metric[], context: CallContext): Promise<Told> {
    const told: Told = new Map()
    const refused: Metric[] = []
    for (const metric of metrics) {
      try {
        for (const [name, value] of await client.insights(mediaId, [metric], context)) told.set(name, value)
      } catch (error) {
        if (!(error instanceof PublishError) || !isNameRefused(error.problem)) throw error
        refused.push(metric)
      }
    }
    // Where all are refused, it is not for their names.
    if (refused.length < metrics.length)
      for (const metric of refused) refusedUntilMs.set(key(metric, context), nowMs() + FORGET_MS)
    return told
  }

  /** For posts of one account: without the permission, insights are asked for no more than once. */
  return (context: CallContext) => {
    let isPermitted = true

    async function ask(mediaId: string): Promise<Told | null> {
      const metrics = METRICS.filter((metric) => isAsked(metric, context))
      try {
        return await client.insights(mediaId, metrics, context)
      } catch (error) {
        if (!(error instanceof PublishError)) throw error
        const { problem } = error
        isPermitted = problem.code !== PERMISSION_MISSING
        if (!isPermitted || isNotFound(problem.code)) return null
        if (isNameRefused(problem)) return oneByOne(mediaId, metrics, context)
        if (isReelRefused(problem)) return new Map()
        throw error
      }
    }

    /**
     * @returns counters, null for what is not told, as nothing is in a Reel's first hours; no counters where insights do not
     * even say that the Reel exists
     */
    return async (mediaId: string): Promise<Counters | null> => {
      const told = isPermitted ? await ask(mediaId) : null
      if (!told) return null
      const of = (metric: Metric) => told.get(metric) ?? null
      return { views: of('views'), likes: of('likes'), comments: of('comments'), shares: of('shares') }
    }
  }
}
