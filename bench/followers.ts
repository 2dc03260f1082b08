import { seedUserId } from '../local/sample/publish-sample'
import type { StackInfo } from '../local/stack/info'
import { say } from '../local/terminal'
import { createPrisma, type PrismaClient } from '../src/database/prisma'
import { addLiveJob } from '../tests/support/live-job'
import { withBenchStack } from './support/bench-stack'
import { printTable, spread } from './support/figures'
import { type Follower, openFollower } from './support/followers'
import { describeMachine } from './support/machine'
import { levelOf } from './support/memory-watch'
import { makeVideos } from './support/videos'

const JOBS = 50
const FOLLOWERS_EACH = 20
const FOLLOWERS = JOBS * FOLLOWERS_EACH
const ROUNDS = 20

const MONTH_MS = 30 * 24 * 3_600_000
const KIB = 1024

/** What a follower may cost the process. */
const MAX_BYTES_EACH = 100 * KIB

/** `npm run bench:followers`: what 1,000 followers of 50 jobs cost one API process, and how soon they are told. */
export const main = (): Promise<number> =>
  withBenchStack(async ({ info }) => {
    const { api: pid } = info.pids
    if (pid === undefined) throw new Error('The API has no process')
    console.log(`\n${await describeMachine(info.databaseUrl)}`)
    const prisma = createPrisma(info.databaseUrl)
    try {
      const jobIds = await addJobs(info, prisma)
      const aloneBytes = await levelOf(pid)
      say(`Opening ${FOLLOWERS} streams`)
      const followers = await openAll(info, jobIds)
      const followedBytes = await levelOf(pid)
      say(`${ROUNDS} changes of one job, and of all`)
      const timings = await tellRounds(prisma, followers)
      const toldBytes = await levelOf(pid)
      for (const follower of [...followers.values()].flat()) follower.leave()
      return report({ aloneBytes, followedBytes, toldBytes, leftBytes: await levelOf(pid) }, timings)
    } finally {
      await prisma.$disconnect()
    }
  })

/** They wait for next month, so that nothing changes them but this. */
async function addJobs(info: StackInfo, prisma: PrismaClient): Promise<string[]> {
  const userId = await seedUserId(info.databaseUrl)
  const nextMonth = new Date(Date.now() + MONTH_MS)
  const wait = { connectionId: 'seed-youtube', scheduledFor: nextMonth, waitUntil: nextMonth }
  const videoIds = await makeVideos(info, userId, JOBS)
  return Promise.all(videoIds.map((videoId) => addLiveJob(prisma, userId, videoId, wait)))
}

async function openAll(info: StackInfo, jobIds: string[]): Promise<Map<string, Follower[]>> {
  const followers = new Map<string, Follower[]>()
  for (const jobId of jobIds) {
    const opening = Array.from({ length: FOLLOWERS_EACH }, () => openFollower(info, jobId))
    followers.set(jobId, await Promise.all(opening))
  }
  return followers
}

interface Timings {
  oneMs: number[]
  allMs: number[]
}

async function tellRounds(prisma: PrismaClient, followers: Map<string, Follower[]>): Promise<Timings> {
  const timings: Timings = { oneMs: [], allMs: [] }
  const [first = ''] = followers.keys()
  for (let round = 0; round < ROUNDS; round += 1) {
    timings.oneMs.push(await tell(prisma, [first], followers.get(first) ?? []))
    timings.allMs.push(await tell(prisma, [...followers.keys()], [...followers.values()].flat()))
  }
  return timings
}

/** @returns ms from the statement that changes the jobs, all in one commit, to the last follower told */
async function tell(prisma: PrismaClient, jobIds: string[], followers: Follower[]): Promise<number> {
  const told = Promise.all(followers.map((follower) => follower.next()))
  const startMs = performance.now()
  await prisma.publishJob.updateMany({ where: { jobId: { in: jobIds } }, data: { revision: { increment: 1 } } })
  await told
  return performance.now() - startMs
}

interface Levels {
  aloneBytes: number
  followedBytes: number
  toldBytes: number
  leftBytes: number
}

function report({ aloneBytes, followedBytes, toldBytes, leftBytes }: Levels, { oneMs, allMs }: Timings): number {
  const row = (name: string, bytes: number) => [
    name,
    (bytes / KIB / KIB).toFixed(1),
    ((bytes - aloneBytes) / KIB / FOLLOWERS).toFixed(1),
  ]
  printTable(
    ['resident set of the API process', 'MiB', 'KiB more for each follower'],
    [
      row('without followers', aloneBytes),
      row(`${FOLLOWERS} followers of ${JOBS} jobs`, followedBytes),
      row(`after ${ROUNDS} rounds of changes`, toldBytes),
      row('once they have left', leftBytes),
    ],
  )
  console.log()
  printTable(
    ['from the change to the last follower told', `ms (min / median / max of ${ROUNDS})`],
    [
      [`one job, ${FOLLOWERS_EACH} followers`, spread(oneMs)],
      [`${JOBS} jobs in one commit, ${FOLLOWERS} followers`, spread(allMs)],
    ],
  )
  const eachBytes = (Math.max(followedBytes, toldBytes) - aloneBytes) / FOLLOWERS
  const isGood = eachBytes < MAX_BYTES_EACH
  console.log(`\n  A follower must cost less than ${MAX_BYTES_EACH / KIB} KiB: ${isGood ? 'it does' : 'it does not'}.`)
  return isGood ? 0 : 1
}
