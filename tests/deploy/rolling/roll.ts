import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { createClient } from '../../../src/temporal/connection'
import { NEWER_HISTORY } from '../../../src/observability/temporal-log'
import { makeNamespace } from '../../faults/matrix/namespace'
import { openPublisherWorld } from '../../support/publisher'
import { until } from '../../support/until'
import { startFleet, type Replacement } from './fleet'
import { buildNextRelease, presentRelease } from './next-release'
import { readOutcome, type Outcome } from './outcome'
import { planPublishes } from './plan'
import { startPublishes, type Publishes } from './publishes'

export interface Roll {
  jobs: number
  workers: number
  seed: number
  /** About how long the publishes take. */
  spreadMs: number
  /** How late the platforms answer to bytes. */
  answerMs: number
  signal: Replacement['signal']
  env: NodeJS.ProcessEnv
  /** Until it is time for the restart, counted from 0. @returns whether there is to be one */
  nextRestart(restart: number, publishes: Publishes): Promise<boolean>
  say(sentence: string): void
}

export interface Rolled extends Outcome {
  /** How long each restart took, until the one worker was gone and the other one worked. */
  restartsMs: number[]
  /** Lines in which a worker of the present release tells that it has met a history of the next one. */
  newerHistories: number
}

const ROOMY = { YOUTUBE_QUOTA_MODEL: 'upload-bucket', YOUTUBE_QUOTA_LIMIT: '1000000' }
const GIVE_UP_MS = 1_800_000

/**
 * Restarts worker after worker under publishes that run: every one once as it is, then as the next release. Runs that began
 * on the present release are held until both releases are at work, and until the next one is alone.
 */
export async function roll(options: Roll): Promise<Rolled> {
  const { TEMPORAL_ADDRESS: address = '' } = process.env
  const namespace = `deploy-${randomUUID()}`
  await makeNamespace(address, namespace)
  const folder = await mkdtemp(path.join(os.tmpdir(), 'publisher-next-release-'))
  const next = await buildNextRelease(folder)
  const world = await openPublisherWorld({ ...ROOMY, ...options.env, TEMPORAL_NAMESPACE: namespace })
  await world.control('settings/YOUTUBE', { unitsPerDay: 1_000_000, uploadsPerDay: 1_000_000 }, 'PATCH')
  const client = createClient(world.config)
  const fleet = await startFleet(world.env, options.workers, presentRelease())
  try {
    const plan = planPublishes(options.jobs, options.seed, options.spreadMs)
    const publishes = await startPublishes(world, client, plan, options.answerMs)
    const restartsMs: number[] = []
    while (await options.nextRestart(restartsMs.length, publishes)) {
      const restart = restartsMs.length
      const build = restart < options.workers ? presentRelease() : next
      const startedMs = performance.now()
      await fleet.replace({ worker: restart % options.workers, build, signal: options.signal })
      restartsMs.push(performance.now() - startedMs)
      if (restart === options.workers) await publishes.release(Math.ceil(publishes.heldCount / 2))
      if (restart === 2 * options.workers - 1) await publishes.release(publishes.heldCount)
      const ended = await publishes.countEnded()
      options.say(`restart ${restart + 1}${build === next ? ' as the next release' : ''}, ${ended} publishes ended`)
    }
    await publishes.release(publishes.heldCount)
    await until(async () => (await publishes.countEnded()) === options.jobs, GIVE_UP_MS)
    const newerHistories = fleet.countLines(new RegExp(NEWER_HISTORY))
    return { ...(await readOutcome(world, client, publishes.jobs)), restartsMs, newerHistories }
  } finally {
    await fleet.stop()
    await client.connection.close()
    await world.close()
    await rm(folder, { recursive: true, force: true })
  }
}
