import type { Platform } from '../domain/platform'
import type { Clock } from '../domain/ports/clock'
import type { PlatformEvent } from '../domain/ports/events'
import type { CheckpointReference } from '../domain/ports/platform'
import type { Checkpoints } from '../domain/ports/run'
import type { Prisma } from '../generated/prisma/client'
import { freePlaces } from './limits/freed-places'
import type { PrismaClient } from './prisma'
import { OPEN_COMMIT } from './publish-jobs/job-states'

/** More jobs of one account than can wait at once: TikTok takes about fifteen posts a day. */
const MAX_JOBS = 50

/** A commit is sent and has no verdict, or the post exists and its public id is still to come. */
const AWAITS_NEWS: Prisma.PublishJobWhereInput = {
  OR: [OPEN_COMMIT, { phase: 'published', post: { platformPostIdProvisional: true } }],
}

/** What the platforms' own events change, and which of them have been acted upon. */
export interface PlatformEvents {
  isKnown(platform: Platform, event: PlatformEvent): Promise<boolean>
  /** Writes down that the event was acted upon; done again it changes nothing. */
  remember(platform: Platform, event: PlatformEvent): Promise<void>
  /**
   * The grants that the event ends, unless their user has connected the account since: an event may be late. Tokens stay
   * until the connection's owner has erased them. @returns how many connections are REVOKED by it
   */
  endGrants(platform: Platform, event: PlatformEvent): Promise<number>
  /** The account's jobs that wait for news of an upload of which `task` names a part. */
  jobsAwaiting(platform: Platform, accountId: string, task: CheckpointReference): Promise<string[]>
  /** The upload has left its call windows. @returns the account's jobs that may go on by it */
  freePlaces(platform: Platform, event: Extract<PlatformEvent, { kind: 'post-changed' }>): Promise<string[]>
}

export function createPlatformEvents(
  prisma: PrismaClient,
  checkpoints: Pick<Checkpoints, 'find'>,
  clock: Clock,
): PlatformEvents {
  const now = () => new Date(clock.nowMs())

  return {
    async isKnown(platform, { digest }) {
      const where = { platform_digest: { platform, digest } }
      return (await prisma.platformEvent.findUnique({ where, select: { digest: true } })) !== null
    },

    async remember(platform, { digest, name: event }) {
      await prisma.platformEvent.createMany({
        data: [{ platform, digest, event, receivedAt: now() }],
        skipDuplicates: true,
      })
    },

    async endGrants(platform, { accountId, occurredAtMs }) {
      const { count } = await prisma.platformConnection.updateMany({
        where: {
          platform,
          OR: [{ platformUserId: accountId }, { appScopedUserId: accountId }],
          status: { not: 'REVOKED' },
          // Told to the second. Of a grant of that very second the next use finds out; a new one must not be ended for an old one.
          connectedAt: { lt: new Date(occurredAtMs) },
        },
        data: { status: 'REVOKED', statusReason: 'authorization-removed', statusChangedAt: now() },
      })
      return count
    },

    freePlaces: (platform, event) => freePlaces(prisma, checkpoints, clock, { platform, event }),

    async jobsAwaiting(platform, platformUserId, task) {
      const owner = await prisma.platformConnection.findUnique({
        where: { platform_platformUserId: { platform, platformUserId } },
        select: { userId: true },
      })
      if (!owner) return []
      const jobs = await prisma.publishJob.findMany({
        where: { userId: owner.userId, platform, platformUserId, ...AWAITS_NEWS },
        orderBy: { createdAt: 'desc' },
        take: MAX_JOBS,
        select: { id: true, jobId: true, commitCheckpointNumber: true },
      })
      const may = await Promise.all(
        jobs.map(async ({ id, commitCheckpointNumber }) => {
          const checkpoint = await checkpoints.find(id, Number(commitCheckpointNumber))
          return checkpoint === null || mayBe(checkpoint.reference, task)
        }),
      )
      return jobs.filter((_job, index) => may[index]).map(({ jobId }) => jobId)
    },
  }
}

/** A commit whose answer was lost may have opened the very task that its checkpoint does not know. */
const mayBe = (reference: CheckpointReference, task: CheckpointReference): boolean =>
  Object.entries(task).every(([name, value]) => reference[name] === undefined || reference[name] === value)
