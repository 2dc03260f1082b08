import { json, type Answer } from '../kernel/answer'
import type { Call } from '../kernel/call'
import type { Endpoint } from '../kernel/serve'
import { authorize, requireScope } from './access'
import { countsAt } from './counts'
import { graphError, parameterError } from './errors'
import type { Graph } from './graph'

const WATCH_TIME_MS = 7_500
const SKIP_RATE_PERCENT = 20

/** `GET /<media>/insights?metric=…`: an empty set until there are any; one metric that Reels do not have fails them all. */
export function mediaInsights(graph: Graph): Endpoint {
  return {
    method: 'get',
    path: '/:version/:id/insights',
    operations: ['media.insights'],
    readOnly: true,
    handle: (call) => insights(graph, call),
  }
}

async function insights(graph: Graph, call: Call): Promise<Answer> {
  const { world, containers } = graph
  const account = await authorize(graph, call)
  requireScope(account, 'manage_insights')
  const reel = containers.reel(account, call.param('id'))
  if (!reel) throw graphError('objectMissing')
  const { insightsLagSeconds, insightsCorrection } = account.profile
  const ageMs = world.clock.nowMs() - reel.media.publishedAtMs - insightsLagSeconds * 1000
  const values = metricsAt(ageMs, insightsCorrection)
  const asked = (call.query.get('metric') ?? '').split(',')
  const unknown = asked.find((name) => !(name in values))
  if (unknown !== undefined) throw parameterError(`The metric ${unknown} is not supported for this media`)
  const data = ageMs < 0 ? [] : asked.map((name) => metric(reel.media.id, name, values[name] ?? 0))
  return json(200, { data })
}

function metricsAt(ageMs: number, correction: number): Record<string, number> {
  const counts = countsAt(ageMs, correction)
  return {
    ...counts,
    total_interactions: counts.likes + counts.comments + counts.shares + counts.saved,
    ig_reels_avg_watch_time: WATCH_TIME_MS,
    ig_reels_video_view_total_time: counts.views * WATCH_TIME_MS,
    reels_skip_rate: SKIP_RATE_PERCENT,
  }
}

const metric = (mediaId: string, name: string, value: number) => ({
  name,
  period: 'lifetime',
  values: [{ value }],
  title: name,
  description: name,
  id: `${mediaId}/insights/${name}/lifetime`,
})
