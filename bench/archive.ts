import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startS3 } from '../sandbox/s3'
import { createArchiveRows } from '../src/database/archive/archive-rows'
import { createPrisma, type PrismaClient } from '../src/database/prisma'
import { nextMonth } from '../src/domain/archive-months'
import { archivePart, prunePart, restorePart } from '../src/domain/archive-part'
import type { ArchiveParts, ArchiveRows } from '../src/domain/ports/archive'
import { createArchiveParts } from '../src/storage/archive-parts'
import { createObjectStore } from '../src/storage/r2'
import { withBenchDatabase } from './support/bench-database'
import { printTable } from './support/figures'
import { describeHost } from './support/machine'
import { peakDuring } from './support/memory-watch'
import { addOldPosts } from './support/old-posts'

const POSTS = 100_000
const USERS = 20
const METRICS = 10

const BUCKET = { bucket: 'videos', accessKeyId: 'bench', secretAccessKey: 'bench-secret' }
const { signal } = new AbortController()

/** `npm run bench:archive`: 100,000 posts go to the archive, out of the database and back. @returns 1 when a row is another one then */
export const main = (): Promise<number> =>
  withBenchDatabase(async (databaseUrl) => {
    const prisma = createPrisma(databaseUrl)
    const dataDir = await mkdtemp(path.join(tmpdir(), 'publisher-bench-'))
    const s3 = await startS3({ dataDir, ...BUCKET, buckets: [BUCKET.bucket], takesChecksums: false })
    const where = { endpoint: s3.url, region: 'auto', publicUrl: null, timeoutMs: 30_000 }
    const store = createObjectStore({ ...where, ...BUCKET })
    try {
      console.log(`\n${describeHost()}\nFilling in ${POSTS} posts of ${USERS} users with ${METRICS} metric rows each …`)
      await addOldPosts(prisma, { posts: POSTS, users: USERS, metrics: METRICS })
      return await roundTrip(prisma, createArchiveParts(store))
    } finally {
      store.close()
      await Promise.all([s3.stop(), prisma.$disconnect()])
      await rm(dataDir, { recursive: true, force: true })
    }
  })

async function roundTrip(prisma: PrismaClient, parts: ArchiveParts): Promise<number> {
  const rows = createArchiveRows(prisma, { nowMs: () => Date.now() })
  const figures = [await measured('archived, with every part read back', () => archiveAll(rows, parts))]
  const stored = await rows.parts({})
  const before = await digest(prisma)
  const forEach = async (work: (part: (typeof stored)[number]) => Promise<number>) => {
    let sum = 0
    for (const part of await rows.parts({})) sum += await work(part)
    return sum
  }
  figures.push(
    await measured('pruned', () => forEach((part) => prunePart(rows, parts, part, signal))),
    await measured('restored', () => forEach((part) => restorePart(rows, parts, part, { dryRun: false, signal }))),
  )
  const sizeBytes = stored.reduce((sum, part) => sum + part.sizeBytes, 0)
  console.log(`\n${stored.length} parts of ${(sizeBytes / 1e6).toFixed(1)} MB together`)
  printTable(['', 'posts', 'seconds', 'rows/s, metrics among them', 'most resident MB, with the bucket'], figures)
  const isSame = (await digest(prisma)) === before
  console.log(`\nEvery row is ${isSame ? 'as it was' : 'NOT as it was'}.`)
  return isSame ? 0 : 1
}

async function archiveAll(rows: ArchiveRows, parts: ArchiveParts): Promise<number> {
  let posts = 0
  for (let from = { userId: '', month: '1970-01' }; ;) {
    const month = await rows.nextMonth(Date.now(), from)
    if (!month) return posts
    const part = await archivePart(rows, parts, month, signal)
    posts += part?.postCount ?? 0
    from = part ? month : nextMonth(month)
  }
}

async function measured(name: string, work: () => Promise<number>): Promise<string[]> {
  const startMs = performance.now()
  const { peakBytes, result: posts } = await peakDuring(process.pid, work())
  const seconds = (performance.now() - startMs) / 1_000
  const rate = Math.round((posts * (1 + METRICS)) / seconds)
  return [name, String(posts), seconds.toFixed(1), String(rate), (peakBytes / 1e6).toFixed(0)]
}

/** Of every post and metric, as the database writes rows as text. */
async function digest(prisma: PrismaClient): Promise<string | undefined> {
  const [found] = await prisma.$queryRaw<{ digest: string }[]>`
    SELECT md5(string_agg(line, '' ORDER BY line)) AS digest FROM (
      SELECT md5(p::text) AS line FROM "PublishedPost" p UNION ALL SELECT md5(m::text) FROM "PostMetric" m
    ) AS lines`
  return found?.digest
}
