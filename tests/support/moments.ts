import { PLATFORMS, type Platform } from '../../src/domain/platform'
import type { NewJob } from '../../src/domain/ports/jobs'
import type { Hold, Holds } from './holds'
import type { PublisherWorld } from './publisher'
import { type TrackedJob, trackJob } from './tracked-job'
import type { RunningWorkers } from './workers'

/** The call that publishes. */
export const COMMIT: Record<Platform, string> = {
  TIKTOK: 'chunk.put',
  INSTAGRAM: 'media.publish',
  YOUTUBE: 'session.put',
}

/** The call that tells what became of it. */
export const PROBE: Record<Platform, string> = {
  TIKTOK: 'status.fetch',
  INSTAGRAM: 'container.get',
  YOUTUBE: 'session.query',
}

/** The call that brings bytes, or waits until the platform has fetched them. */
export const UPLOAD: Record<Platform, string> = {
  TIKTOK: 'chunk.put',
  INSTAGRAM: 'container.get',
  YOUTUBE: 'session.put',
}

/** Two chunks and more wherever Publisher sends them. */
export const CHUNKED_BYTES = 20 * 1024 * 1024

/** What starts a job. */
export type Starter = Pick<RunningWorkers, 'client' | 'publish'>

interface Scene<By = RunningWorkers> {
  world: PublisherWorld
  workers: By
  holds: Holds
}

/** A job that stands still in the middle of its publish. */
export interface HeldJob extends TrackedJob {
  /** Lets the held call go on, or brings the awaited instant. */
  release(): Promise<void> | void
}

export interface Moment<By = RunningWorkers> {
  /** Completes "a run that is reset …". */
  name: string
  /** Whether the commit is claimed by then. */
  claimed: boolean
  /** Starts a job and brings it there. */
  bring(scene: Scene<By>, platform: Platform): Promise<HeldJob>
}

async function started(scene: Scene<Starter>, platform: Platform, change?: Partial<NewJob> & { sizeBytes?: number }) {
  const tracked = await trackJob(scene.world, scene.workers, platform, change)
  await tracked.start()
  return tracked
}

async function heldAt(tracked: Promise<TrackedJob>, hold: Hold): Promise<HeldJob> {
  const job = await tracked
  await hold.reached
  return { ...job, release: hold.release }
}

export const WAITING: Moment = {
  name: 'while it waits for its instant',
  claimed: false,
  async bring(scene, platform) {
    const job = await started(scene, platform, { scheduledFor: new Date(Date.now() + 3_600_000) })
    await job.reached('scheduled')
    const release = async () => {
      await scene.workers.hands.reschedule(job.job.jobId, null)
      await scene.workers.gateway.notify(job.job.jobId, 'publishNow')
    }
    return { ...job, release }
  },
}

export const UPLOADING: Moment<Starter> = {
  name: 'in mid-upload',
  claimed: false,
  bring: (scene, platform) => {
    const hold = scene.holds.next(platform, UPLOAD[platform], 'arrived')
    return heldAt(started(scene, platform, { sizeBytes: CHUNKED_BYTES }), hold)
  },
}

export const COMMITTING: Moment<Starter> = {
  name: 'while its commit is on the way',
  claimed: true,
  bring: (scene, platform) => heldAt(started(scene, platform), scene.holds.next(platform, COMMIT[platform], 'arrived')),
}

export const UNANSWERED: Moment<Starter> = {
  name: 'once the post exists and the answer is still to come',
  claimed: true,
  bring: (scene, platform) => heldAt(started(scene, platform), scene.holds.next(platform, COMMIT[platform], 'done')),
}

export const PROBING: Moment<Starter> = {
  name: 'while the platform is asked what became of a lost answer',
  claimed: true,
  async bring(scene, platform) {
    await scene.world.control('faults', { platform, operation: COMMIT[platform], kind: 'after-effect', times: 1 })
    const commit = await UNANSWERED.bring(scene, platform)
    const probe = scene.holds.next(platform, PROBE[platform], 'arrived')
    await commit.release()
    await probe.reached
    return { ...commit, release: probe.release }
  },
}

/** The moments of a publish that a hand or a fault can strike. */
export const MOMENTS: Moment[] = [WAITING, UPLOADING, COMMITTING, UNANSWERED, PROBING]

export const onEveryPlatform = <T>(work: (platform: Platform) => Promise<T>): Promise<T[]> =>
  Promise.all(PLATFORMS.map(work))
