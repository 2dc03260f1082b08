import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { Client } from '@temporalio/client'
import { withTestServers } from '../local/test-servers'
import type { OnCall } from '../sandbox/kernel/watched-call'
import { createJobHands } from '../src/database/publish-jobs/job-hands'
import { createClient } from '../src/temporal/connection'
import { createGateway } from '../src/temporal/gateway'
import { connectAccount } from '../tests/faults/matrix/accounts'
import { makeNamespace } from '../tests/faults/matrix/namespace'
import { PRODUCTION_PACE } from '../tests/deploy/rolling/pace'
import { startFleet } from '../tests/deploy/rolling/fleet'
import { presentRelease } from '../tests/deploy/rolling/next-release'
import { openPublisherWorld, type PublisherWorld } from '../tests/support/publisher'
import { until } from '../tests/support/until'
import { systemClock } from '../tests/support/workers'
import { printTable, quantile } from './support/figures'

const VIDEO_BYTES = 120 * 1024 * 1024
/** Answers to bytes come so late, so that an upload outlasts many kills. */
const SLOW_MS = 20_000
const UPLOADS = 4
const GIVE_UP_MS = 300_000

/**
 * `npm run bench:resume`: how long after `kill -9` of its worker an upload's next bytes reach the platform from another one, at
 * the pace of production.
 */
export const main = (args: string[]): Promise<number> => {
  const { values } = parseArgs({ args, options: { kills: { type: 'string', default: '5' } } })
  return withTestServers(async (env) => {
    Object.assign(process.env, env, { TEMPORAL_NAMESPACE: `resume-${randomUUID()}` })
    const samples = await measure(Number(values.kills))
    const seconds = (share: number) => (quantile(samples, share) / 1_000).toFixed(1)
    printTable(
      ['uploads broken off', 'resumed after, s: least', 'median', '95 of 100', 'most'],
      [[String(samples.length), ...[0, 0.5, 0.95, 1].map(seconds)]],
    )
    return 0
  })
}

async function measure(kills: number): Promise<number[]> {
  const puts: { accountId: string; atMs: number }[] = []
  const onCall: OnCall = ({ operation, accountId }, moment) => {
    if (moment === 'arrived' && operation === 'session.put' && accountId)
      puts.push({ accountId, atMs: performance.now() })
  }
  const { TEMPORAL_ADDRESS: address = '', TEMPORAL_NAMESPACE: namespace = '' } = process.env
  await makeNamespace(address, namespace)
  const world = await openPublisherWorld({ ...PRODUCTION_PACE, YOUTUBE_QUOTA_MODEL: 'upload-bucket' }, onCall)
  const client = createClient(world.config)
  const fleet = await startFleet(world.env, 1, presentRelease())

  /** When each of the accounts has got its first bytes after an instant. */
  const nextPuts = (accountIds: string[], sinceMs: number) =>
    until(() => {
      const found = accountIds.flatMap(
        (id) => puts.find(({ accountId, atMs }) => accountId === id && atMs > sinceMs)?.atMs ?? [],
      )
      return Promise.resolve(found.length === accountIds.length && found)
    }, GIVE_UP_MS)

  try {
    const accountIds = await startUploads(world, client)
    const samples: number[] = []
    for (let kill = 0; kill < kills; kill++) {
      await nextPuts(accountIds, performance.now())
      // At any moment between two heartbeats.
      await pause(Math.random() * 5_000)
      const killedMs = performance.now()
      await fleet.replace({ worker: 0, build: presentRelease(), signal: 'SIGKILL' })
      samples.push(...(await nextPuts(accountIds, killedMs)).map((atMs) => atMs - killedMs))
    }
    return samples
  } finally {
    await fleet.stop()
    await client.connection.close()
    await world.close()
  }
}

async function startUploads(world: PublisherWorld, client: Client): Promise<string[]> {
  const slow = { platform: 'YOUTUBE', operation: 'session.put', kind: 'slow', delayMs: SLOW_MS }
  await world.control('faults', slow)
  const video = await world.addVideo(VIDEO_BYTES)
  const [hands, gateway] = [createJobHands(world.prisma, systemClock), createGateway(client)]
  const accountIds: string[] = []
  for (let upload = 0; upload < UPLOADS; upload++) {
    const { userId, connectionId, accountId } = await connectAccount(world, 'YOUTUBE', {})
    const job = await world.newJob('YOUTUBE', video.id, { userId, connectionId, platformUserId: accountId })
    await hands.accept({ principal: 'bench', idempotency: null, jobs: [job] })
    await gateway.start({ ...job, generation: 1 })
    accountIds.push(accountId)
  }
  return accountIds
}
