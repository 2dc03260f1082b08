import type { Clock } from '../../domain/ports/clock'
import type { PlatformEvent } from '../../domain/ports/events'
import type { Checkpoints } from '../../domain/ports/run'
import type { Platform } from '../../domain/platform'
import type { PrismaClient } from '../prisma'
import { giveBackPlaces } from './call-windows'

/** No window is longer; of an upload from before it no place is left. */
const DAY_MS = 86_400_000

/** More uploads of an account than a day has. */
const MAX_JOBS = 50

/**
 * Gives back the places of an upload that has left its windows, as the platform's event tells: they are known by the
 * instant in the reference of its checkpoint, so that a second delivery changes nothing. The event need not be true: at
 * the worst a call too many is refused.
 * @returns the account's jobs that wait for a limit to end
 */
export async function freePlaces(
  prisma: PrismaClient,
  checkpoints: Pick<Checkpoints, 'find'>,
  clock: Clock,
  { platform, event }: { platform: Platform; event: Extract<PlatformEvent, { kind: 'post-changed' }> },
): Promise<string[]> {
  const { accountId: platformUserId, task, frees } = event
  if (frees.length === 0 || Object.keys(task).length === 0) return []
  const jobs = await prisma.publishJob.findMany({
    where: { platform, platformUserId, commitRequestedAt: { gt: new Date(clock.nowMs() - DAY_MS) } },
    orderBy: { commitRequestedAt: 'desc' },
    take: MAX_JOBS,
    select: { id: true, commitCheckpointNumber: true },
  })
  for (const { id, commitCheckpointNumber } of jobs) {
    const { reference = {} } = (await checkpoints.find(id, Number(commitCheckpointNumber))) ?? {}
    if (!Object.entries(task).every(([name, value]) => reference[name] === value)) continue
    const windows = frees.map((name) => ({ name }))
    await giveBackPlaces(prisma, { platform, platformUserId, windows }, Number(reference.calledAtMs))
    return waiting(prisma, platform, platformUserId)
  }
  return []
}

async function waiting(prisma: PrismaClient, platform: Platform, platformUserId: string): Promise<string[]> {
  const jobs = await prisma.publishJob.findMany({
    where: { platform, platformUserId, phase: 'cooling-down' },
    orderBy: { createdAt: 'asc' },
    take: MAX_JOBS,
    select: { jobId: true },
  })
  return jobs.map(({ jobId }) => jobId)
}
