import { setTimeout as pause } from 'node:timers/promises'
import { randomUUID } from 'node:crypto'
import { createJobHands } from '../../../src/database/publish-jobs/job-hands'
import { createClient } from '../../../src/temporal/connection'
import { createGateway } from '../../../src/temporal/gateway'
import { openPublisherWorld, type PublisherWorld } from '../../support/publisher'
import { systemClock } from '../../support/workers'
import { createCallWatch } from './call-watch'
import { startCrew } from './crew'
import { gatherEvidence } from './evidence'
import { createKillSwitch } from './kill-switch'
import { makeNamespace } from './namespace'
import { settingsOf, type Pace } from './pace'
import type { Plan } from './plan'
import { createSettler } from './settler'
import { prepareTrial, putThumbnail, type Evidence, type Trial } from './trial'

/** A batch that has not settled by then has jobs that are stuck, also where each kill costs a busy machine half a minute. */
const GIVE_UP_MS = 300_000

const MAX_HOLD_SHARE = 0.6

/** A database, a sandbox, a namespace of Temporal's and a worker of its own: what is killed here disturbs no other lane. */
export interface Lane {
  /** Publishes under every plan at once. Trials with a kill share the kills of their worker. */
  run(plans: Plan[]): Promise<Evidence[]>
  close(): Promise<void>
}

export async function openLane(pace: Pace): Promise<Lane> {
  const namespace = `matrix-${randomUUID()}`
  await makeNamespace(String(process.env.TEMPORAL_ADDRESS), namespace)
  const watch = createCallWatch()
  const world = await openPublisherWorld({ ...settingsOf(pace), TEMPORAL_NAMESPACE: namespace }, watch.onCall)
  await world.control('settings/INSTAGRAM', { refreshAfterSeconds: 0 }, 'PATCH')
  await world.control('settings/YOUTUBE', { unitsPerDay: 1_000_000, uploadsPerDay: 1_000_000 }, 'PATCH')
  await putThumbnail(world)
  const client = createClient(world.config)
  const gateway = createGateway(client)
  const hands = createJobHands(world.prisma, systemClock)
  const crew = await startCrew(world.env, pace)
  const killSwitch = createKillSwitch(crew, MAX_HOLD_SHARE * pace.requestTimeoutMs)
  const settler = createSettler(world, gateway, watch)
  const videoOf = rememberedVideos(world)

  function setTraps(trial: Trial): void {
    const { account, job } = trial
    const { kill, cancel } = trial.plan
    const hold = () => {
      trial.killed = true
      return killSwitch.hold()
    }
    const cancelJob = async () => {
      trial.cancelAnswer = (await hands.cancel(job.jobId))?.answer
      // A busy run answers later: the platform's call goes on meanwhile.
      void gateway.notify(job.jobId, 'cancel').catch(() => undefined)
    }
    if (kill) watch.setTrap(account.accountId, { ...kill, spring: hold })
    if (cancel) watch.setTrap(account.accountId, { ...cancel, spring: cancelJob })
  }

  async function prepare(plan: Plan): Promise<Trial> {
    const trial = await prepareTrial(world, plan, await videoOf(plan.sizeBytes))
    setTraps(trial)
    await hands.accept({ principal: 'matrix', idempotency: null, jobs: [trial.job] })
    return trial
  }

  async function supervise(trials: Trial[]): Promise<void> {
    const deadlineMs = performance.now() + GIVE_UP_MS
    while (performance.now() < deadlineMs) {
      const open = await settler.look(trials)
      if (open.length === 0) break
      await killSwitch.killIfDue(open.filter(({ plan, killed }) => plan.kill && !killed).length)
      await pause(50)
    }
    await killSwitch.killIfDue(0)
    await killSwitch.released()
    await watch.done()
  }

  return {
    async run(plans) {
      const trials: Trial[] = []
      for (const plan of plans) trials.push(await prepare(plan))
      await Promise.all(trials.map(({ job }) => gateway.start({ ...job, generation: 1 })))
      await supervise(trials)
      return gatherEvidence(world, watch, trials)
    },
    async close() {
      await crew.stop()
      await client.connection.close()
      await world.close()
    },
  }
}

/** One video of each size serves every trial. */
function rememberedVideos(world: PublisherWorld) {
  const videos = new Map<number, ReturnType<PublisherWorld['addVideo']>>()
  return (sizeBytes: number) => {
    const video = videos.get(sizeBytes) ?? world.addVideo(sizeBytes)
    videos.set(sizeBytes, video)
    return video
  }
}
