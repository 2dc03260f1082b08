import { idleUploads } from '../domain/idle-uploads'
import { isOwnKey } from '../domain/object-keys'
import type { Clock } from '../domain/ports/clock'
import type { DueVideo, RetentionRows } from '../domain/ports/retention'
import type { RoundReport, RoundReports } from '../domain/ports/rounds'
import type { ObjectStore } from '../domain/ports/storage'
import { cutoffsAt, LEFTOVER_KINDS, type RetentionSettings } from '../domain/retention'
import { addingUp, type Batches, type Counts } from './adding-up'

export interface RetentionDependencies {
  retention: RetentionRows
  retentionSettings: RetentionSettings
  store: Pick<ObjectStore, 'eraseOne' | 'idleUploads' | 'abandon'>
  reports: RoundReports
  clock: Clock
}

/** Of a round: when it began, by the clock of Temporal. */
export interface OfRound {
  roundAtMs: number
}

/** The steps of a retention round. Each may be broken off anywhere and done again. */
export function createRetentionActivities(deps: RetentionDependencies) {
  const { retention, retentionSettings, store, reports, clock } = deps

  /** What is old by one clock only stays: one that has jumped ahead would have everything removed. */
  const agreed = ({ roundAtMs }: OfRound) => Math.min(roundAtMs, clock.nowMs())

  /** What lies outside of the user's prefix was registered by an operator, and may be of use to others. */
  async function eraseOwn({ userId, key }: DueVideo, signal: AbortSignal): Promise<void> {
    if (isOwnKey(userId, key)) await store.eraseOne(key, signal)
  }

  async function* abandonIdle(nowMs: number, signal: AbortSignal): AsyncGenerator<number> {
    for await (const upload of idleUploads(store, cutoffsAt(nowMs, retentionSettings), signal)) {
      await store.abandon(upload, signal)
      yield 1
    }
  }

  return {
    /** Of a job that has ended long ago a tombstone stays, by which its idempotency key is answered. */
    removeEndedJobs: (round: OfRound): Promise<Counts> =>
      addingUp({ jobs: () => retention.remove('jobs', agreed(round)) }),

    thinMetrics: (round: OfRound): Promise<Counts> =>
      addingUp({ metrics: () => retention.remove('metrics', agreed(round)) }),

    /** Posts before videos: a video goes with the last of its posts. */
    purgeDeleted: (round: OfRound): Promise<Counts> =>
      addingUp({
        posts: () => retention.remove('posts', agreed(round)),
        videos: (signal) => retention.removeVideos(agreed(round), (video) => eraseOwn(video, signal)),
      }),

    forgetLeftovers: (round: OfRound): Promise<Counts> =>
      addingUp(
        Object.fromEntries(
          LEFTOVER_KINDS.map((kind): [string, Batches] => [kind, () => retention.remove(kind, agreed(round))]),
        ),
      ),

    abandonUploads: (round: OfRound): Promise<Counts> =>
      addingUp({ uploads: (signal) => abandonIdle(agreed(round), signal) }),

    reportRetention: (report: RoundReport): Promise<void> => reports.save(report),
  }
}

export type RetentionActivities = ReturnType<typeof createRetentionActivities>
