import { randomInt, randomUUID } from 'node:crypto'
import { tokenColumns } from '../../src/database/token-columns'
import type { Clock } from '../../src/domain/ports/clock'
import type { Platform } from '../../src/domain/platform'
import type { PlatformConnection } from '../../src/generated/prisma/client'
import { createTokenCipher } from '../../src/security/token-cipher'
import { PROMPT } from './prompt'
import type { PublisherWorld } from './publisher'

/** A user with one connected account, whose troubles are nobody else's. */
export interface OwnAccount {
  platform: Platform
  /** What a job for it is made with. */
  target: { userId: string; connectionId: string; platformUserId: string }
  connection(): Promise<PlatformConnection>
  /** Changes the account at the platform: `{ revoked: true }` is its user who removes the app. */
  change(profile: object): Promise<unknown>
  /** The user lets the app use the account again: a new grant, at the platform and in the row. */
  reconnect(): Promise<void>
}

const LIFE_SECONDS = 3_600

/**
 * @param userId the user's, where it is not to be one of its own
 * @param lifeSeconds of its access tokens, where time is moved further than an hour
 */
export async function openOwnAccount(
  world: Pick<PublisherWorld, 'config' | 'prisma' | 'control'>,
  platform: Platform,
  {
    clock,
    profile = {},
    userId: given,
    lifeSeconds = LIFE_SECONDS,
  }: { clock: Clock; profile?: object; userId?: string; lifeSeconds?: number },
): Promise<OwnAccount> {
  const { prisma, control } = world
  const accountId = String(randomInt(10 ** 12)).padStart(17, '1784')
  const connectionId = `connection-${accountId}`
  const userId = given ?? (await prisma.user.create({ data: { email: `${randomUUID()}@example.com` } })).id

  /** A pair as the platform takes it and as the row keeps it. */
  function newPair() {
    const accessToken = `access-${randomUUID()}`
    const refreshToken = platform === 'INSTAGRAM' ? undefined : `refresh-${randomUUID()}`
    const grant = { accessToken, expiresInSeconds: lifeSeconds, ...(refreshToken && { refreshToken }) }
    const cipher = createTokenCipher(world.config.TOKEN_KEYS)
    const columns = tokenColumns(cipher, { connectionId, platform, refreshExpiresAt: null }, grant, clock.nowMs())
    return { grant: { refreshToken: null, ...grant }, columns }
  }

  const change = (what: object) => control(`accounts/${platform}/${accountId}`, what, 'PATCH')

  const first = newPair()
  await control('accounts', {
    platform,
    accountId,
    username: 'creator',
    ...PROMPT[platform],
    ...profile,
    ...first.grant,
  })
  await prisma.platformConnection.create({
    data: {
      id: connectionId,
      userId,
      platform,
      platformUserId: accountId,
      platformUsername: 'creator',
      status: 'ACTIVE',
      ...first.columns,
    },
  })

  return {
    platform,
    target: { userId, connectionId, platformUserId: accountId },
    connection: () => prisma.platformConnection.findUniqueOrThrow({ where: { id: connectionId } }),
    change,
    async reconnect() {
      const { grant, columns } = newPair()
      await change({ revoked: false, ...grant })
      await prisma.platformConnection.update({
        where: { id: connectionId },
        data: {
          ...columns,
          platformUserId: accountId,
          status: 'ACTIVE',
          statusReason: null,
          statusChangedAt: new Date(),
          connectedAt: new Date(),
          tokenRevision: { increment: 1 },
        },
      })
    },
  }
}
