import { randomUUID } from 'node:crypto'
import type { Client } from '@temporalio/client'
import type { StackInfo } from '../local/stack/info'
import { parseConfig } from '../src/config'
import { createPrisma, type PrismaClient } from '../src/database/prisma'
import { createRoundReports } from '../src/database/round-reports'
import { PLATFORMS, type Platform } from '../src/domain/platform'
import { SYNC_SCHEDULE_ID } from '../src/domain/schedule-ids'
import { createClient } from '../src/temporal/connection'
import { withBenchStack } from './support/bench-stack'
import { addDueAccounts } from './support/due-accounts'
import { printTable } from './support/figures'
import { describeMachine } from './support/machine'
import { levelOf, peakDuring } from './support/memory-watch'
import { runLengths } from '../tests/support/run-lengths'

const MIB = 1024 * 1024

const POSTS = 10_000
const WARM_UP_POSTS = 300

/** What a round may take where each platform's posts are one account's: a third of them, in full batches. */
const MAX_CALLS = { 'videos.batchGetStats': 67, 'video.query': 167 }
const MAX_EVENTS = 2_000

interface Bench {
  info: StackInfo
  prisma: PrismaClient
  client: Client
}

/** `npm run bench:metrics-sync`: a round over 10,000 due posts, of few accounts and of many. @returns 1 when it breaks a bound */
export const main = (): Promise<number> =>
  withBenchStack(async ({ info }) => {
    const prisma = createPrisma(info.databaseUrl)
    const client = createClient(parseConfig(info.env))
    try {
      const bench = { info, prisma, client }
      console.log(`\n${await describeMachine(info.databaseUrl)}`)
      await client.schedule.getHandle(SYNC_SCHEDULE_ID).pause('A measurement begins its rounds itself')
      await addDueAccounts(info, prisma, { posts: WARM_UP_POSTS, accountsEach: 10 })
      await syncAll(bench)
      const areFew = await measure(bench, 1, MAX_CALLS)
      const areMany = await measure(bench, 100, {})
      return areFew && areMany ? 0 : 1
    } finally {
      await Promise.all([prisma.$disconnect(), client.connection.close()])
    }
  })

/** @returns whether all is within its bounds */
async function measure(bench: Bench, accountsEach: number, maxCalls: Record<string, number>): Promise<boolean> {
  const { info, prisma, client } = bench
  const posts = await addDueAccounts(info, prisma, { posts: POSTS, accountsEach })
  const pid = info.pids.worker
  if (pid === undefined) throw new Error('The worker has no process')
  const levelBytes = await levelOf(pid)
  const callsBefore = await callsOf(info)
  const startMs = performance.now()
  const { peakBytes, result: round } = await peakDuring(pid, syncAll(bench))
  const tookMs = performance.now() - startMs
  const calls = difference(await callsOf(info), callsBefore)
  const runs = await runLengths(client, round.workflowId, round.runId)

  console.log(`\n${posts} due posts in equal thirds, ${accountsEach} account(s) on each platform`)
  console.log(`  ${(tookMs / 1_000).toFixed(1)} s, ${((posts * 1_000) / tookMs).toFixed(0)} posts/s`)
  console.log(
    `  the worker held ${inMib(levelBytes)} MiB before and ${inMib(peakBytes - levelBytes)} MiB more at its most`,
  )
  printTable(
    ['call', 'made', 'at most'],
    [...calls].map(([name, made]) => [name, String(made), String(maxCalls[name] ?? '')]),
  )
  printTable(
    ['workflow', 'events of each of its runs'],
    runs.map(({ workflowId: id, events }) => [id.replace(round.workflowId, 'round'), events.join(', ')]),
  )
  const counts = await lastCounts(prisma)
  console.log(`  the round's report: ${JSON.stringify(counts)}`)
  return (
    counts.read === posts &&
    (await areBroughtOnce(prisma)) &&
    runs.flatMap(({ events }) => events).every((events) => events < MAX_EVENTS) &&
    Object.entries(maxCalls).every(([name, most]) => (calls.get(name) ?? 0) <= most)
  )
}

const inMib = (bytes: number): string => (bytes / MIB).toFixed(0)

/** A round as the schedule begins it, to its end. */
async function syncAll({ client }: Bench): Promise<{ workflowId: string; runId: string }> {
  const workflowId = `sync-${randomUUID()}`
  const round = await client.workflow.start('syncMetrics', { taskQueue: 'publish', workflowId })
  await round.result()
  return { workflowId, runId: round.firstExecutionRunId }
}

async function callsOf(info: StackInfo): Promise<Map<string, number>> {
  const calls = new Map<string, number>()
  for (const platform of PLATFORMS)
    for (const { operation } of await requestsOf(info, platform)) calls.set(operation, (calls.get(operation) ?? 0) + 1)
  return calls
}

async function requestsOf({ urls }: StackInfo, platform: Platform): Promise<{ operation: string }[]> {
  const answer = await fetch(`${urls.sandbox}/control/requests?platform=${platform}`)
  return (await answer.json()) as { operation: string }[]
}

const difference = (after: Map<string, number>, before: Map<string, number>): Map<string, number> =>
  new Map([...after].map(([name, count]): [string, number] => [name, count - (before.get(name) ?? 0)]))

async function lastCounts(prisma: PrismaClient): Promise<Record<string, number>> {
  const reports = await createRoundReports(prisma).all()
  return reports.find(({ name }) => name === SYNC_SCHEDULE_ID)?.counts ?? {}
}

/** Whether nothing is due any more and every post has one window, with numbers. */
async function areBroughtOnce(prisma: PrismaClient): Promise<boolean> {
  const [posts, due, windows, postsWithWindow] = await Promise.all([
    prisma.publishedPost.count({ where: { platformUserId: { not: null } } }),
    prisma.publishedPost.count({ where: { nextSyncAt: { lte: new Date(0) } } }),
    prisma.postMetric.count({ where: { views: { not: null } } }),
    prisma.publishedPost.count({ where: { metrics: { some: {} } } }),
  ])
  console.log(`  ${posts} posts in all, ${due} of them still due; ${windows} windows of ${postsWithWindow} posts`)
  return due === 0 && windows === posts && postsWithWindow === posts
}
