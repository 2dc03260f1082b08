import { setTimeout as delay } from 'node:timers/promises'
import { seedUserId } from '../local/sample/publish-sample'
import type { StackInfo } from '../local/stack/info'
import { say } from '../local/terminal'
import { main as ops } from '../src/bin/ops'
import { createPrisma, type PrismaClient } from '../src/database/prisma'
import { withBenchStack } from './support/bench-stack'
import { makeVideos } from './support/videos'

const CANCELLED = 1_000
const RETRIED = 100
const HOUR_MS = 3_600_000
/** Enough for all of them to be accepted before their latest instant. */
const ACCEPT_MS = 30_000

/**
 * `npm run bench:ops`: how long operators wait for changes of many jobs, and whether what they retry is published once.
 * @returns the exit code: 1 where a count is not as it must be
 */
export const main = (): Promise<number> =>
  withBenchStack(async ({ info }) => {
    const userId = await seedUserId(info.databaseUrl)
    const prisma = createPrisma(info.databaseUrl)
    try {
      const faults = [...(await cancelMany(info, prisma, userId)), ...(await retryMany(info, prisma, userId))]
      faults.forEach(say)
      return faults.length === 0 ? 0 : 1
    } finally {
      await prisma.$disconnect()
    }
  })

async function cancelMany(info: StackInfo, prisma: PrismaClient, userId: string): Promise<string[]> {
  say(`${CANCELLED} scheduled jobs`)
  const scheduledFor = new Date(Date.now() + 30 * 24 * HOUR_MS)
  await publish(info, userId, CANCELLED, { scheduledFor, targets: [{ platform: 'TIKTOK', options: PUBLIC }] })
  const seconds = await timed(info, ['jobs', 'cancel', '--platform', 'tiktok', '--yes'])
  const cancelled = await prisma.publishJob.count({ where: { phase: 'cancelled' } })
  say(`Cancelled ${cancelled} in ${seconds} s`)
  return cancelled === CANCELLED ? [] : [`${CANCELLED - cancelled} are not cancelled`]
}

/** They fail since Instagram is paused until their latest instant has passed. */
async function retryMany(info: StackInfo, prisma: PrismaClient, userId: string): Promise<string[]> {
  say(`${RETRIED} jobs that fail`)
  await timed(info, ['pause', 'instagram', '--reason', 'a measurement', '--yes'])
  const publishBefore = new Date(Date.now() + ACCEPT_MS)
  await publish(info, userId, RETRIED, { publishBefore, targets: [{ platform: 'INSTAGRAM' }] })
  const count = (phase: string) => prisma.publishJob.count({ where: { platform: 'INSTAGRAM', phase } })
  while ((await count('failed')) < RETRIED) await delay(500)
  await timed(info, ['resume', 'instagram', '--yes'])
  const later = new Date(Date.now() + HOUR_MS).toISOString()
  const seconds = await timed(info, ['jobs', 'retry', '--status', 'FAILED', '--publish-before', later, '--yes'])
  say(`Retried ${RETRIED} in ${seconds} s`)
  const startedAtMs = Date.now()
  while ((await count('published')) + (await count('failed')) < RETRIED) await delay(500)
  const answer = await fetch(`${info.urls.sandbox}/control/posts?platform=INSTAGRAM`)
  const posts = (await answer.json()) as { caption: string }[]
  const captions = new Set(posts.map(({ caption }) => caption))
  say(`${posts.length} posts of ${captions.size} jobs, ${(Date.now() - startedAtMs) / 1_000} s later`)
  return posts.length === RETRIED && captions.size === RETRIED ? [] : ['Not each is published once']
}

const PUBLIC = { privacyLevel: 'PUBLIC_TO_EVERYONE' }

/** One job of a new video each, with a caption of its own. */
async function publish(info: StackInfo, userId: string, count: number, request: object): Promise<void> {
  const videos = (await makeVideos(info, userId, count)).entries()
  const publisher = async () => {
    for (const [index, videoId] of videos) {
      const answer = await fetch(`${info.urls.api}/v1/publish-jobs`, {
        method: 'POST',
        headers: { authorization: `Bearer ${info.apiKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({ userId, videoId, caption: `Number ${index}`, ...request }),
      })
      if (answer.status !== 202) throw new Error(await answer.text())
    }
  }
  await Promise.all(Array.from({ length: 10 }, publisher))
}

/** Runs a command as it is typed. @returns how many seconds it took */
async function timed(info: StackInfo, args: string[]): Promise<string> {
  const startedAtMs = performance.now()
  const code = await ops(args, { ...info.env, ...process.env })
  if (code !== 0) throw new Error(`ops ${args.join(' ')} ended with ${code}`)
  return ((performance.now() - startedAtMs) / 1_000).toFixed(1)
}
