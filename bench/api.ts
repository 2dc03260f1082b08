import { randomUUID } from 'node:crypto'
import { seedUserId } from '../local/sample/publish-sample'
import type { StackInfo } from '../local/stack/info'
import { say } from '../local/terminal'
import type { Receipts } from '../src/api/schemas/publish-job'
import { withBenchStack } from './support/bench-stack'
import { printTable } from './support/figures'
import { describeMachine } from './support/machine'
import { runStorm, type Storm, type StormResult } from './support/storm'
import { makeVideos } from './support/videos'

const CALLERS = 50
const WARM_UP = 200
const COUNT = 2_000
const MONTH_MS = 30 * 24 * 3_600_000

/** `npm run bench:api`: what 50 callers at once get out of one API process, beside the worker that runs their jobs. */
export const main = (): Promise<number> =>
  withBenchStack(async ({ info }) => {
    const userId = await seedUserId(info.databaseUrl)
    console.log(`\n${await describeMachine(info.databaseUrl)}`)
    say('Making videos')
    const videoIds = await makeVideos(info, userId, WARM_UP + COUNT)
    const results = new Map<string, StormResult>()
    for (const [name, storm] of Object.entries(await storms(info, userId, videoIds))) {
      say(name)
      await runStorm(info.urls.api, storm, { callers: CALLERS, count: WARM_UP })
      results.set(name, await runStorm(info.urls.api, storm, { callers: CALLERS, count: COUNT }))
    }
    report(results)
    return [...results.values()].every(({ errors }) => errors === 0) ? 0 : 1
  })

const REFUSED_UNREAD = 'No route: refused before the key'
const REFUSED_AFTER_KEY = 'No JSON: refused after the key'

/** By what is shown of them; the first makes the jobs that the others read. */
async function storms(info: StackInfo, userId: string, videoIds: string[]): Promise<Record<string, Storm>> {
  const headers = { authorization: `Bearer ${info.apiKey}`, 'content-type': 'application/json' }
  const videos = videoIds.values()
  const publish = (videoId: unknown) => ({
    ...{ userId, videoId, caption: 'Bedtime in five minutes', hashtags: ['parenting', 'bedtime'] },
    // The worker looks at each and lets it wait.
    scheduledFor: nextMonth,
    targets: [{ platform: 'INSTAGRAM' }],
  })
  const nextMonth = new Date(Date.now() + MONTH_MS)
  const post = { method: 'POST', path: '/v1/publish-jobs', headers, status: 202 } as const
  const get = { method: 'GET', headers, status: 200 } as const

  const [again] = await makeVideos(info, userId, 1)
  const replayed = { headers: { 'idempotency-key': randomUUID() }, body: publish(again) }
  const jobId = await firstJob(info, { ...headers, ...replayed.headers }, replayed.body)
  return {
    'POST /v1/publish-jobs, new keys': {
      ...post,
      next: () => ({ headers: { 'idempotency-key': randomUUID() }, body: publish(videos.next().value) }),
    },
    'POST /v1/publish-jobs, replayed': { ...post, next: () => replayed },
    'GET /v1/publish-jobs/{jobId}': { ...get, path: `/v1/publish-jobs/${jobId}` },
    'GET /v1/publish-jobs, 20 of them': { ...get, path: '/v1/publish-jobs' },
    'GET /v1/bullmq/jobs, 20 of them': { ...get, path: '/v1/bullmq/jobs' },
    [REFUSED_UNREAD]: { ...get, path: '/v1/nowhere', status: 404 },
    [REFUSED_AFTER_KEY]: { ...post, headers: { ...headers, 'content-type': 'text/plain' }, status: 415 },
  }
}

async function firstJob(info: StackInfo, headers: Record<string, string>, body: object): Promise<string> {
  const answer = await fetch(`${info.urls.api}/v1/publish-jobs`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  })
  const { jobs } = (await answer.json()) as Receipts
  return String(jobs[0]?.jobId)
}

function report(results: Map<string, StormResult>): void {
  console.log(`\n${CALLERS} callers, ${COUNT} requests each kind after ${WARM_UP} to warm up\n`)
  printTable(
    ['', 'requests/s', 'p50 ms', 'p99 ms', 'errors'],
    [...results].map(([name, { perSecond, p50Ms, p99Ms, errors }]) => [
      name,
      perSecond.toFixed(0),
      String(p50Ms),
      String(p99Ms),
      String(errors),
    ]),
  )
  const perRequestMs = (name: string) => 1_000 / (results.get(name)?.perSecond ?? NaN)
  const costMs = perRequestMs(REFUSED_AFTER_KEY) - perRequestMs(REFUSED_UNREAD)
  console.log(`\n  Authentication and rate limit cost ${costMs.toFixed(2)} ms of the process for each request\n`)
}
