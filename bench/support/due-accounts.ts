import type { StackInfo } from '../../local/stack/info'
import { type Config, parseConfig } from '../../src/config'
import type { PrismaClient } from '../../src/database/prisma'
import { PLATFORMS, type Platform } from '../../src/domain/platform'
import { openOwnAccount } from '../../tests/support/own-account'
import { addDuePosts } from '../../tests/support/synced-posts'
import { videoOf } from './posts'

const LIFE_SECONDS = 86_400

/** Of a post that is younger, Instagram has no insights yet. */
const MATURING_SECONDS = 3_600

interface Bench {
  prisma: PrismaClient
  config: Config
  control(route: string, body: unknown, method?: string): Promise<unknown>
  addVideo(sizeBytes: number, userId: string): Promise<{ id: string }>
}

/** Due posts in equal thirds on the platforms, each platform's on so many accounts of users of their own. @returns how many posts */
export async function addDueAccounts(
  info: StackInfo,
  prisma: PrismaClient,
  { posts, accountsEach }: { posts: number; accountsEach: number },
): Promise<number> {
  const bench = benchOf(info, prisma)
  let total = 0
  for (const [index, platform] of PLATFORMS.entries()) {
    // The first platforms take what does not divide.
    const ofPlatform = partOf(posts, PLATFORMS.length, index)
    for (let account = 0; account < accountsEach; account += 1)
      total += await addAccount(bench, platform, partOf(ofPlatform, accountsEach, account))
  }
  await bench.control('clock', { advanceSeconds: MATURING_SECONDS })
  await prisma.$executeRaw`VACUUM ANALYZE "PublishedPost"`
  return total
}

const partOf = (total: number, parts: number, index: number): number =>
  Math.floor(total / parts) + (index < total % parts ? 1 : 0)

async function addAccount(bench: Bench, platform: Platform, count: number): Promise<number> {
  const clock = { nowMs: () => Date.now() }
  const { target } = await openOwnAccount(bench, platform, { clock, lifeSeconds: LIFE_SECONDS })
  const { userId, platformUserId: accountId } = target
  return (await addDuePosts(bench, { platform, userId, accountId }, count)).length
}

function benchOf(info: StackInfo, prisma: PrismaClient): Bench {
  return {
    prisma,
    config: parseConfig(info.env),
    async control(route, body, method = 'POST') {
      const answer = await fetch(`${info.urls.sandbox}/control/${route}`, {
        method,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      if (!answer.ok) throw new Error(`The sandbox's control refused ${route}: ${await answer.text()}`)
      return answer.json()
    },
    addVideo: (_sizeBytes, userId) => prisma.video.create({ data: videoOf(userId), select: { id: true } }),
  }
}
