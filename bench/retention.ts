import { randomUUID } from 'node:crypto'
import { createPrisma, type PrismaClient } from '../src/database/prisma'
import { createJobHands } from '../src/database/publish-jobs/job-hands'
import { createRunRows } from '../src/database/publish-jobs/run-rows'
import { createRetentionRows } from '../src/database/retention/retention-rows'
import { withBenchDatabase } from './support/bench-database'
import { addEndedJobs, USER_ID } from './support/ended-jobs'
import { printTable, quantile } from './support/figures'
import { describeHost } from './support/machine'

const JOBS = 1_000_000
const OLD_SHARE = 0.7
const SETTINGS = { jobsDays: 90, deletedDays: 30 }
const ALONE_MS = 15_000

const clock = { nowMs: () => Date.now() }

/** `npm run bench:retention`: old jobs go out of a million, while others are accepted and claimed beside. */
export const main = (): Promise<number> =>
  withBenchDatabase(async (databaseUrl) => {
    const [prisma, writing] = [createPrisma(databaseUrl), createPrisma(databaseUrl)]
    try {
      console.log(`\n${describeHost()}\nFilling in ${JOBS} ended jobs with attempts, checkpoints and posts …`)
      await addEndedJobs(prisma, {
        jobs: JOBS,
        oldShare: OLD_SHARE,
        olderThanDays: SETTINGS.jobsDays,
        nowMs: Date.now(),
      })
      const rows = createRetentionRows(prisma, SETTINGS)

      const countStartMs = performance.now()
      const due = (await rows.survey(Date.now())).find(({ kind }) => kind === 'jobs')?.count ?? 0
      console.log(`The dry run counts ${due} jobs; all kinds in ${seconds(performance.now() - countStartMs)} s`)

      const alone = startWriter(writing)
      await new Promise((resolve) => setTimeout(resolve, ALONE_MS))
      const aloneMs = await alone.stop()

      const beside = startWriter(writing)
      const { removed, batchesMs, tookMs } = await removeAll(rows)
      const besideMs = await beside.stop()
      report({ removed, batchesMs, tookMs, aloneMs, besideMs })
      const tombstones = await prisma.publishJobTombstone.count()
      return removed === due && tombstones === due ? 0 : 1
    } finally {
      await Promise.all([prisma.$disconnect(), writing.$disconnect()])
    }
  })

async function removeAll(rows: ReturnType<typeof createRetentionRows>) {
  const startMs = performance.now()
  const batchesMs: number[] = []
  let removed = 0
  let batchStartMs = startMs
  for await (const count of rows.remove('jobs', Date.now())) {
    removed += count
    batchesMs.push(performance.now() - batchStartMs)
    batchStartMs = performance.now()
  }
  return { removed, batchesMs, tookMs: performance.now() - startMs }
}

/** Accepts one job after the other and claims it, as fast as the database lets it. */
function startWriter(prisma: PrismaClient) {
  const hands = createJobHands(prisma, clock)
  const runs = createRunRows(prisma, clock, { placeOf: () => Promise.resolve(null) })
  const samplesMs: number[] = []
  let stopped = false
  const writing = (async () => {
    while (!stopped) {
      const jobId = `publish-${randomUUID()}`
      const startMs = performance.now()
      await hands.accept({ principal: 'bench', idempotency: null, jobs: [newJob(jobId)] })
      await runs.claim({ jobId, generation: 1 }, clock.nowMs())
      samplesMs.push(performance.now() - startMs)
    }
    return samplesMs
  })()
  return {
    stop: () => {
      stopped = true
      return writing
    },
  }
}

const newJob = (jobId: string) => ({
  ...{ jobId, userId: USER_ID, videoId: `video-${jobId}`, platform: 'TIKTOK' as const, connectionId: 'connection' },
  ...{ platformUserId: 'account', caption: 'A caption', hashtags: [], options: {}, scheduledFor: null },
  ...{ publishBefore: null, onQuotaExhausted: null, reconnectWaitSeconds: null, allowDuplicate: false },
})

interface Figures {
  removed: number
  batchesMs: number[]
  tookMs: number
  aloneMs: number[]
  besideMs: number[]
}

function report({ removed, batchesMs, tookMs, aloneMs, besideMs }: Figures): void {
  const rate = Math.round((1_000 * removed) / tookMs)
  console.log(`\n${removed} jobs removed in ${seconds(tookMs)} s: ${rate} jobs/s, each with its attempt and checkpoint`)
  const row = (name: string, samplesMs: number[]) => [
    name,
    String(samplesMs.length),
    ...[0.5, 0.99, 1].map((share) => quantile(samplesMs, share).toFixed(1)),
  ]
  printTable(
    ['', 'samples', 'p50 ms', 'p99 ms', 'longest ms'],
    [
      row('a batch, which holds its locks that long at most', batchesMs),
      row('accept and claim of a job, alone', aloneMs),
      row('accept and claim of a job, beside the removal', besideMs),
    ],
  )
}

const seconds = (ms: number): string => (ms / 1_000).toFixed(1)
