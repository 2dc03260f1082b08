import type { Cooldown } from '../../domain/errors'
import type { CallWindow, PlatformCall } from '../../domain/ports/limits'
import { Prisma } from '../../generated/prisma/client'
import type { PrismaClient } from '../prisma'

type Caller = Pick<PlatformCall, 'platform' | 'platformUserId'>

/** Makes sure of the rows that places are taken in; those that exist stay as they are. */
export async function openWindows(prisma: PrismaClient, call: Caller & Pick<PlatformCall, 'windows'>): Promise<void> {
  const { platform, platformUserId, windows } = call
  await prisma.callWindow.createMany({
    data: windows.map(({ name }) => ({ platform, platformUserId, name })),
    skipDuplicates: true,
  })
}

/** The places of one instant are free again, one of each window. */
export async function giveBackPlaces(
  prisma: PrismaClient,
  { platform, platformUserId, windows }: Caller & { windows: readonly Pick<CallWindow, 'name'>[] },
  calledAtMs: number,
): Promise<void> {
  const place = Prisma.sql`array_position("calledAt", ${new Date(calledAtMs)}::timestamp(3))`
  await prisma.$executeRaw`
    UPDATE "CallWindow" SET "calledAt" = "calledAt"[:${place} - 1] || "calledAt"[${place} + 1:], "updatedAt" = ${new Date()}
    WHERE platform = ${platform}::"Platform" AND "platformUserId" = ${platformUserId}
      AND name = ANY(${windows.map(({ name }) => name)}) AND ${place} IS NOT NULL`
}

/**
 * Writes down how many calls a window had let through when the platform said no. A refused call has given its place back;
 * of one that was taken on and refused later (it is told by a call without the window) the place is still there. A day
 * without any teaches nothing: others had used it up.
 */
export async function learnLimit(
  prisma: PrismaClient,
  { platform, platformUserId, windows }: PlatformCall,
  { name, windowMs }: NonNullable<Cooldown['teaches']>,
  nowMs: number,
): Promise<void> {
  const now = new Date(nowMs)
  const refusedLater = windows.some((window) => window.name === name) ? 0 : 1
  const letThrough = Prisma.sql`(
    SELECT count(*) - ${refusedLater}::int FROM unnest("calledAt") AS at
    WHERE at > ${new Date(nowMs - windowMs)}::timestamp(3)
  )`
  await prisma.$executeRaw`
    UPDATE "CallWindow" SET "learntLimit" = ${letThrough}, "learntAt" = ${now}, "updatedAt" = ${now}
    WHERE platform = ${platform}::"Platform" AND "platformUserId" = ${platformUserId} AND name = ${name} AND ${letThrough} > 0`
}
