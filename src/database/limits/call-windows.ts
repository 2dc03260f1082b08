import type { PlatformCall } from '../../domain/ports/limits'
import type { Cooldown } from '../../domain/errors'
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

/**
 * Writes down how many calls a window had let through when the platform said no. The refused call itself is not one of
 * them where it had taken a place; at least one is let through, since other apps' calls may have used up the rest.
 */
export async function learnLimit(
  prisma: PrismaClient,
  { platform, platformUserId, windows }: PlatformCall,
  { name, windowMs }: NonNullable<Cooldown['teaches']>,
  nowMs: number,
): Promise<void> {
  const now = new Date(nowMs)
  const refused = windows.some((window) => window.name === name) ? 1 : 0
  await prisma.$executeRaw`
    UPDATE "CallWindow" SET "learntAt" = ${now}, "updatedAt" = ${now}, "learntLimit" = greatest(1, (
      SELECT count(*) FROM unnest("calledAt") AS at WHERE at > ${new Date(nowMs - windowMs)}::timestamp(3)
    ) - ${refused}::int)
    WHERE platform = ${platform}::"Platform" AND "platformUserId" = ${platformUserId} AND name = ${name}`
}
