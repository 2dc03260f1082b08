import { parseArgs } from 'node:util'
import { say } from '../../local/terminal'
import { withTestServers } from '../../local/test-servers'
import { spawnApi } from '../support/api-process'
import { openPublisherWorld } from '../support/publisher'
import { fuzzKeys, replenish } from './seed'
import { runFuzz } from './run-fuzz'
import type { FuzzResult } from './run-fuzz'

/** No worker runs here, and what asks one waits for ten seconds at most. */
const MAX_ANSWER_MS = 15_000

/** `npm run test:fuzz -- --requests 10000 --seed N`: generated requests against an API process, PostgreSQL and Temporal. @returns 1 on any breach */
export const main = (args: string[]): Promise<number> => {
  const { values } = parseArgs({
    args,
    options: {
      requests: { type: 'string', default: '10000' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    },
  })
  return withTestServers(async (env) => {
    Object.assign(process.env, env, { TEMPORAL_NAMESPACE: env.TEST_NAMESPACES?.split(',')[0] })
    const world = await openPublisherWorld({ API_REQUESTS_PER_MINUTE: '1000000000' })
    const api = await spawnApi(world.env)
    try {
      const keys = await fuzzKeys(world.prisma)
      const seed = Number(values.seed)
      say(`${values.requests} requests, seed ${seed}`)
      const result = await runFuzz({
        url: api.url,
        keys,
        replenish: (pool) => replenish(world.prisma, pool),
        seed,
        requests: Number(values.requests),
        maxAnswerMs: MAX_ANSWER_MS,
        onBreach: ({ index, request, status, faults }) =>
          console.log(
            `BREACH at ${index}: ${status} ${faults.join('; ')}\n  ${JSON.stringify(request).slice(0, 2_000)}`,
          ),
      })
      tell(result)
      return result.breaches.length > 0 ? 1 : 0
    } finally {
      await api.kill()
      await world.close()
    }
  })
}

function tell({ breaches, statuses, slowestMs }: FuzzResult): void {
  for (const [operationId, counts] of [...statuses].sort()) {
    const told = [...counts].sort().map(([status, count]) => `${status}: ${count}`)
    console.log(`${operationId.padEnd(28)} ${told.join('  ')}`)
  }
  const total = [...statuses.values()].flatMap((counts) => [...counts.values()]).reduce((sum, count) => sum + count, 0)
  console.log(`\n${total} requests, ${breaches.length} breaches, slowest answer ${Math.round(slowestMs)} ms`)
}
