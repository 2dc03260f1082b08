import { randomInt, randomUUID } from 'node:crypto'
import { tokenBinding } from '../../../src/database/token-columns'
import type { Platform } from '../../../src/domain/platform'
import { createTokenCipher } from '../../../src/security/token-cipher'
import { PROMPT } from '../../support/prompt'
import type { PublisherWorld } from '../../support/publisher'
import type { Setup } from './plan'

export interface TestAccount {
  userId: string
  platform: Platform
  connectionId: string
  accountId: string
}

const HOUR_SECONDS = 3_600
/** Inside every margin: the token is renewed before it is used, though the platform would still take it. */
const STALE_SECONDS = 30

/** Nothing takes time that is not about a fault, and no cap of the account comes in between. */
const PROFILES: Record<Platform, object> = { ...PROMPT, TIKTOK: { ...PROMPT.TIKTOK, dailyPostCap: 1_000 } }

/** A user of its own with one connected account, so that no limit and no fault reaches another publish. */
export async function connectAccount(
  world: PublisherWorld,
  platform: Platform,
  { staleToken = false, login, profile }: Setup,
): Promise<TestAccount> {
  const accountId = String(randomInt(10 ** 12)).padStart(17, '1784')
  const connectionId = `matrix-${accountId}`
  const user = await world.prisma.user.create({
    data: { email: `${randomUUID()}@example.com` },
    select: { id: true },
  })
  const account = { userId: user.id, platform, connectionId, accountId }
  const { secrets, columns } = newTokens(world, account, staleToken)
  await world.control('accounts', {
    platform,
    accountId,
    username: 'creator',
    ...secrets,
    ...PROFILES[platform],
    ...profile,
    ...(login && { login }),
  })
  await world.prisma.platformConnection.create({
    data: {
      id: connectionId,
      userId: user.id,
      platform,
      platformUserId: accountId,
      platformUsername: 'creator',
      status: 'ACTIVE',
      login: login ?? null,
      ...columns,
    },
    select: { id: true },
  })
  return account
}

/** What the user does who is asked to connect the account again. */
export async function reconnect(world: PublisherWorld, account: TestAccount): Promise<void> {
  const { secrets, columns } = newTokens(world, account, false)
  await world.control(`accounts/${account.platform}/${account.accountId}`, secrets, 'PATCH')
  await world.prisma.platformConnection.update({
    where: { id: account.connectionId },
    data: { ...columns, status: 'ACTIVE', tokenRevision: { increment: 1 } },
    select: { id: true },
  })
}

/** Fresh tokens, as the sandbox takes them and as the row keeps them. */
function newTokens(world: PublisherWorld, { connectionId, platform }: TestAccount, stale: boolean) {
  const cipher = createTokenCipher(world.config.TOKEN_KEYS)
  const encrypt = (token: string, column: 'accessToken' | 'refreshToken') =>
    cipher.encrypt(token, tokenBinding(connectionId, column))
  const accessToken = `access-${randomUUID()}`
  const refreshToken = platform === 'INSTAGRAM' ? null : `refresh-${randomUUID()}`
  const lifeMs = (stale ? STALE_SECONDS : HOUR_SECONDS) * 1_000
  return {
    secrets: { accessToken, refreshToken, expiresInSeconds: HOUR_SECONDS },
    columns: {
      accessToken: encrypt(accessToken, 'accessToken'),
      refreshToken: refreshToken && encrypt(refreshToken, 'refreshToken'),
      expiresAt: new Date(Date.now() + lifeMs),
    },
  }
}
