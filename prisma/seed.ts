import { request } from 'undici'
import { createPrisma } from '../src/database/prisma'
import type { PrismaClient } from '../src/database/prisma'
import { tokenColumns } from '../src/database/token-columns'
import { createTokenCipher } from '../src/security/token-cipher'
import type { TokenCipher } from '../src/domain/ports/token-cipher'
import { DATA } from '../local/paths'
import { databaseUrl } from '../local/prisma/database-url'
import { readStackInfo } from '../local/stack/info'
import { SEED_ACCOUNTS } from './seed-accounts'
import type { SeedAccount } from './seed-accounts'

/**
 * Makes the test user with a connection on each platform and a video. Done again, it brings the accounts back to their
 * first tokens.
 */
export async function seed(prisma: PrismaClient, cipher: TokenCipher, nowMs = Date.now()) {
  const user = await prisma.user.upsert({
    where: { email: 'test@viralmommy.com' },
    update: {},
    create: { email: 'test@viralmommy.com', name: 'Test Mom Creator' },
    select: { id: true, email: true },
  })
  for (const account of SEED_ACCOUNTS) await seedConnection(prisma, cipher, user.id, account, nowMs)
  const video = await prisma.video.upsert({
    where: { r2Key: 'videos/test-video-123.mp4' },
    update: {},
    create: {
      userId: user.id,
      r2Key: 'videos/test-video-123.mp4',
      r2Url: 'https://r2.viralmommy.com/videos/test-video-123.mp4',
      title: 'Test Parenting Hack',
      duration: 30,
      fileSize: 15_000_000,
      format: 'mp4',
      resolution: '1080x1920',
      aspectRatio: '9:16',
      status: 'READY',
    },
    select: { id: true, r2Key: true },
  })
  return { user, video }
}

async function seedConnection(
  prisma: PrismaClient,
  cipher: TokenCipher,
  userId: string,
  account: SeedAccount,
  nowMs: number,
): Promise<void> {
  const { connectionId, platform, platformUserId, platformUsername, appScopedUserId } = account
  const { accessToken, refreshToken, expiresInSeconds } = account
  const grant = { accessToken, expiresInSeconds, ...(refreshToken === null ? {} : { refreshToken }) }
  const connected = {
    ...tokenColumns(cipher, { connectionId, platform, refreshExpiresAt: null }, grant, nowMs),
    status: 'ACTIVE' as const,
    statusReason: null,
    connectedAt: new Date(nowMs),
    appScopedUserId,
  }
  await prisma.platformConnection.upsert({
    where: { id: connectionId },
    update: { ...connected, tokenRevision: { increment: 1 } },
    create: { id: connectionId, userId, platform, platformUserId, platformUsername, ...connected },
    select: { id: true },
  })
}

/** Makes the same accounts in the sandbox, so that the tokens are good there. */
export async function seedSandbox(sandboxUrl: string): Promise<void> {
  for (const {
    platform,
    platformUserId,
    platformUsername,
    accessToken,
    refreshToken,
    expiresInSeconds,
  } of SEED_ACCOUNTS) {
    const { statusCode, body } = await request(new URL('/control/accounts', sandboxUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        platform,
        accountId: platformUserId,
        username: platformUsername,
        accessToken,
        refreshToken,
        expiresInSeconds,
        // Whoever has removed the app there lets it in again.
        revoked: false,
      }),
    })
    await body.dump()
    if (statusCode >= 300) throw new Error(`The sandbox answered ${statusCode} when the ${platform} account was made.`)
  }
}

async function main(): Promise<void> {
  const stack = readStackInfo(DATA)
  const { TOKEN_KEYS = stack?.env.TOKEN_KEYS, SANDBOX_URL = stack?.urls.sandbox } = process.env
  if (!TOKEN_KEYS)
    throw new Error('TOKEN_KEYS is missing: set it, or start the local stack, since tokens are stored encrypted.')
  const prisma = createPrisma(databaseUrl())
  try {
    const { user, video } = await seed(prisma, createTokenCipher(TOKEN_KEYS))
    if (SANDBOX_URL) await seedSandbox(SANDBOX_URL)
    console.log(`Seeded ${user.email} with ${SEED_ACCOUNTS.length} connections and ${video.r2Key}.`)
  } finally {
    await prisma.$disconnect()
  }
}

if (require.main === module) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  })
}
