import { randomBytes } from 'node:crypto'
import type { HandAnswer, NewJob } from '../../../src/domain/ports/jobs'
import type { PublishAttempt, PublishedPost, PublishJob } from '../../../src/generated/prisma/client'
import type { OraclePost, PublisherWorld } from '../../support/publisher'
import type { WatchedCall } from '../../../sandbox/kernel/watched-call'
import { connectAccount, type TestAccount } from './accounts'
import type { Plan } from './plan'

export type JobRow = PublishJob & { attempts: PublishAttempt[]; post: PublishedPost | null }

/** A wait as the row explained it. */
export type Wait = Pick<PublishJob, 'phase' | 'waitReason' | 'waitUntil' | 'errorCode' | 'errorMessage'>

/** One publish under its plan. */
export interface Trial {
  plan: Plan
  account: TestAccount
  job: NewJob
  /** Of the video, hex. */
  sha256: string
  startedMs: number
  waits: Wait[]
  /** The worker was killed at the planned call. */
  killed: boolean
  cancelAnswer?: HandAnswer | undefined
  /** When the row was first seen to be terminal. */
  endedMs?: number
  /** Undefined: it did not settle in its time. */
  settledMs?: number
}

/** A trial that is over, with what the row, the oracle and the platform's own log say of it. */
export interface Evidence {
  trial: Trial
  row: JobRow
  posts: OraclePost[]
  calls: WatchedCall[]
  /** The planned call was made, and what was planned for it has happened. */
  struck: boolean
}

const THUMBNAIL_KEY = 'images/thumbnail.jpg'

/** What is in it, no platform looks at here. */
export const putThumbnail = (world: PublisherWorld): Promise<unknown> => world.put(THUMBNAIL_KEY, randomBytes(10_000))

/** An account, a job and the faults of the plan; nothing is started yet. */
export async function prepareTrial(
  world: PublisherWorld,
  plan: Plan,
  video: { id: string; sha256: string },
): Promise<Trial> {
  const { platform, setup, faults } = plan
  const account = await connectAccount(world, platform, setup)
  const { userId, connectionId, accountId } = account
  const job = await world.newJob(platform, video.id, {
    userId,
    connectionId,
    platformUserId: accountId,
    ...(setup.options && {
      options: { ...setup.options, ...(setup.thumbnail && { thumbnailKey: THUMBNAIL_KEY }) },
    }),
  })
  for (const { nth, ...fault } of faults) {
    await world.control('faults', { ...fault, platform, accountId, skip: nth - 1 })
  }
  return { plan, account, job, sha256: video.sha256, startedMs: performance.now(), waits: [], killed: false }
}
