import { dueAccountsQuery } from '../src/database/metrics/due-accounts'
import { duePostsQuery } from '../src/database/metrics/due-posts'
import { createForceSync } from '../src/database/metrics/force-sync'
import { createPrisma, type PrismaClient } from '../src/database/prisma'
import type { Prisma } from '../src/generated/prisma/client'
import { withBenchDatabase } from './support/bench-database'
import { median, printTable, spread } from './support/figures'
import { addPosts } from './support/posts'
import { describeHost } from './support/machine'

const POSTS = 100_000
const USERS = 2_000
const ROUNDS = 20
const PAGE_SIZE = 50

/** What selecting a due page may take. */
const MAX_MS = 20

/** `npm run bench:metrics-due`: selecting what is due beside 100,000 posts of mixed age. @returns 1 when that takes too long */
export const main = (): Promise<number> =>
  withBenchDatabase(async (databaseUrl) => {
    const prisma = createPrisma(databaseUrl)
    try {
      const nowMs = Date.now()
      console.log(`\n${describeHost()}\nFilling in ${POSTS} posts of ${USERS} users, of mixed age …`)
      await addPosts(prisma, { posts: POSTS, users: USERS, nowMs })
      const usual = await measure(prisma, nowMs, 'as the cadence leaves them')
      await createForceSync(prisma, { nowMs: () => nowMs })({ all: true })
      await prisma.$executeRaw`VACUUM ANALYZE "PublishedPost"`
      const forced = await measure(prisma, nowMs, 'all of them due, by a forced sync')
      console.log(`\nThe due page must take less than ${MAX_MS} ms as the cadence leaves the posts.`)
      console.log(`With every post due it takes ${forced.toFixed(1)} ms.`)
      return usual < MAX_MS ? 0 : 1
    } finally {
      await prisma.$disconnect()
    }
  })

/** @returns the slower page's median time in ms */
async function measure(prisma: PrismaClient, nowMs: number, how: string): Promise<number> {
  const due = await prisma.publishedPost.count({ where: { nextSyncAt: { lte: new Date(nowMs) } } })
  console.log(`\n${how}: ${due} posts due`)
  const accounts = dueAccountsQuery({ platform: 'YOUTUBE', dueBeforeMs: nowMs, after: null, except: [] }, PAGE_SIZE)
  const [first] = await prisma.$queryRaw<{ userId: string }[]>(accounts)
  const posts = duePostsQuery({ platform: 'YOUTUBE', userId: first?.userId ?? '' }, nowMs, PAGE_SIZE)
  const timings = [
    { page: `${PAGE_SIZE} due accounts`, query: accounts },
    { page: `${PAGE_SIZE} due posts of an account`, query: posts },
  ]
  const rows: string[][] = []
  const medians: number[] = []
  for (const { page, query } of timings) {
    const samples: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const startMs = performance.now()
      await prisma.$queryRaw(query)
      samples.push(performance.now() - startMs)
    }
    rows.push([page, spread(samples)])
    medians.push(median(samples))
    console.log(`\n${await planOf(prisma, query)}`)
  }
  printTable(['page', `ms, from the worker's side (min / median / max of ${ROUNDS})`], rows)
  return Math.max(...medians)
}

async function planOf(prisma: PrismaClient, query: Prisma.Sql): Promise<string> {
  const lines = await prisma.$queryRaw<{ 'QUERY PLAN': string }[]>`EXPLAIN (ANALYZE, BUFFERS) ${query}`
  return lines.map((line) => `  ${line['QUERY PLAN']}`).join('\n')
}
