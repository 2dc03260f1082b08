import { fairOrder } from '../../domain/fair-order'
import type { Clock } from '../../domain/ports/clock'
import type { QuotaGrant, QuotaGrants } from '../../domain/ports/quota'
import { nextPacificMidnightMs, pacificDay, pacificMidnightMs, type QuotaPlan } from '../../domain/quota'
import { slotStartMs } from '../../domain/quota-forecast'
import type { Prisma } from '../../generated/prisma/client'
import type { PrismaClient } from '../prisma'
import { openDay } from './day-row'
import { releaseAbandonedUploads } from './freed-uploads'
import { sharingNextRun } from './sharing-next-run'
import { holdUpload } from './upload-quota'
import { readLastServed, readWaitingLine, type InLine } from './waiting-line'

/** Whoever grants holds it until the end of the transaction: orders are made and carried out one after the other. */
const GRANT_LOCK = 5_020_126

/** Uploads that one transaction gives, which holds the row of the day. */
const MAX_AT_ONCE = 100

const TIMEOUTS = { maxWait: 10_000, timeout: 30_000 }

/** What a day has to give. */
interface Room {
  free: number
  /** Of the whole day. */
  places: number
  /** After the last upload that it has given. */
  nextAtMs: number
}

type Given = InLine & { startAtMs: number }

export function createQuotaGrants(prisma: PrismaClient, clock: Clock, plan: QuotaPlan, spreadMs: number): QuotaGrants {
  async function giveAll(): Promise<QuotaGrant[]> {
    await openDay(prisma, plan, pacificDay(clock.nowMs()))
    await releaseAbandonedUploads(prisma, clock)
    const all: Given[] = []
    for (;;) {
      const given = await prisma.$transaction((tx) => give(tx, queueOf(all).length), TIMEOUTS)
      if (given.length === 0) return queueOf(all).map(({ jobId, startAtMs }) => ({ jobId, startAtMs }))
      all.push(...given)
    }
  }

  /**
   * Gives what is free to those whose turn it is. A job whose row is just being changed is passed over, and what it would
   * have got is kept: the next time it is first again, or gone.
   */
  async function give(tx: Prisma.TransactionClient, firstSlot: number): Promise<Given[]> {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${GRANT_LOCK})`
    const nowMs = clock.nowMs()
    const room = await readRoom(tx, nowMs)
    const next = (await inOrder(tx, nowMs)).slice(0, Math.min(room.free, MAX_AT_ONCE))
    const waiting = await lockWaiting(tx, next, nowMs)
    const given: Given[] = []
    for (const [index, job] of waiting.entries()) {
      const { sessionNumber } = await holdUpload(tx, job.rowId, room.nextAtMs + index, true)
      if (sessionNumber === null) break
      given.push({ ...job, startAtMs: startOf(job, firstSlot + queueOf(given).length, room, nowMs) })
    }
    for (const job of queueOf(given)) await tellStart(tx, job)
    return given
  }

  /** A post has its instant. Of the queue's jobs one starts after the other, unless it could not wait for its slot. */
  function startOf({ scheduledForMs, publishBeforeMs }: InLine, slot: number, { places }: Room, nowMs: number): number {
    if (scheduledForMs !== null) return scheduledForMs
    const slotMs = slotStartMs(pacificMidnightMs(nowMs), slot, places, spreadMs)
    return publishBeforeMs !== null && publishBeforeMs <= slotMs ? nowMs : Math.max(nowMs, slotMs)
  }

  return { grant: sharingNextRun(giveAll, () => []) }
}

const queueOf = (jobs: Given[]): Given[] => jobs.filter(({ scheduledForMs }) => scheduledForMs === null)

async function readRoom(tx: Prisma.TransactionClient, nowMs: number): Promise<Room> {
  const date = pacificDay(nowMs)
  const { used, limit, uploadCost, closedAt } = await tx.youTubeQuota.findUniqueOrThrow({ where: { date } })
  const last = await tx.quotaReservation.aggregate({ where: { date }, _max: { createdAt: true } })
  return {
    free: closedAt ? 0 : Math.floor((limit - used) / uploadCost),
    places: Math.floor(limit / uploadCost),
    nextAtMs: Math.max(nowMs, 1 + (last._max.createdAt?.getTime() ?? 0)),
  }
}

/** Posts that are scheduled for today come before the queue, in which their users have had a turn by then. */
async function inOrder(tx: Prisma.TransactionClient, nowMs: number): Promise<InLine[]> {
  const { scheduled, queued } = await readWaitingLine(tx, nowMs)
  const lastServedAtMs = await readLastServed(tx, [...scheduled, ...queued])
  const posts = fairOrder(scheduled, lastServedAtMs)
  for (const [index, { userId }] of posts.entries()) lastServedAtMs.set(userId, nowMs + index)
  return [...posts, ...fairOrder(queued, lastServedAtMs)]
}

/** Those of them who wait still, and will until the transaction ends. */
async function lockWaiting(tx: Prisma.TransactionClient, next: InLine[], nowMs: number): Promise<InLine[]> {
  const locked = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM "PublishJob"
    WHERE id = ANY(${next.map(({ rowId }) => rowId)}) AND "cancelRequestedAt" IS NULL
      AND (phase = 'waiting-for-quota'
        OR phase = 'scheduled' AND "scheduledFor" < ${new Date(nextPacificMidnightMs(nowMs))})
    FOR UPDATE SKIP LOCKED`
  const ids = new Set(locked.map(({ id }) => id))
  return next.filter(({ rowId }) => ids.has(rowId))
}

async function tellStart(tx: Prisma.TransactionClient, { rowId, startAtMs }: Given): Promise<void> {
  const startAt = new Date(startAtMs)
  await tx.publishJob.updateMany({ where: { id: rowId }, data: { quotaStartAt: startAt, waitUntil: startAt } })
}
