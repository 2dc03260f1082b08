import { isPossible } from '../../domain/changes-by-hand'
import { PHASE_STATUS, type JobPhase } from '../../domain/job'
import type { HandAnswer, HandResult, Resolution } from '../../domain/ports/jobs'
import type { Prisma } from '../../generated/prisma/client'
import type { PrismaClient } from '../prisma'
import { shown, STATE } from './hand-state'
import { addPost, completeWithPost, RESOLVED_NOT_PUBLISHED } from './post-rows'

const REASON = 'A person has found that nothing was published. Retry the job if the video is still to be published.'

/** Settles an unconfirmed job by a person's word. */
export async function resolve(
  prisma: PrismaClient,
  jobId: string,
  resolution: Resolution,
  now: Date,
): Promise<HandResult | null> {
  return prisma.$transaction(async (tx): Promise<HandResult | null> => {
    // Held until the end: a probe that finds the verdict in this moment comes after it.
    await tx.$queryRaw`SELECT id FROM "PublishJob" WHERE "jobId" = ${jobId} FOR UPDATE`
    const job = await tx.publishJob.findUnique({
      where: { jobId },
      select: { ...STATE, id: true, commitDeadlineAt: true },
    })
    if (!job) return null
    const answer = await answerTo()
    const after = await tx.publishJob.findUniqueOrThrow({ where: { jobId }, select: STATE })
    return { ...shown(after), answer }

    async function answerTo(): Promise<HandAnswer> {
      if (!job || !isPossible('resolveOutcome', job.phase as JobPhase)) return 'not-unconfirmed'
      if (resolution.live) return (await markLive(tx, jobId, resolution, now)) ? 'resolved' : 'post-id-taken'
      if (job.commitDeadlineAt && job.commitDeadlineAt > now) return 'commit-in-flight'
      await markNotPublished(tx, job.id, now)
      return 'resolved'
    }
  })
}

async function markLive(
  tx: Prisma.TransactionClient,
  jobId: string,
  { platformPostId, url }: Extract<Resolution, { live: true }>,
  now: Date,
): Promise<boolean> {
  const isNew = await addPost(tx, jobId, { platformPostId, provisionalId: jobId, ...(url && { url }) }, now)
  if (isNew) await completeWithPost(tx, jobId, [], now)
  return isNew
}

/** The upload whose commit was lost is never used again: whatever becomes of it, a retry does not depend on it. */
async function markNotPublished(tx: Prisma.TransactionClient, rowId: string, now: Date): Promise<void> {
  await tx.checkpoint.updateMany({ where: { publishJobId: rowId, discardedAt: null }, data: { discardedAt: now } })
  await tx.publishJob.update({
    where: { id: rowId },
    data: {
      phase: 'failed',
      status: PHASE_STATUS.failed,
      failedAt: now,
      commitVerdict: 'not-published',
      errorCode: RESOLVED_NOT_PUBLISHED,
      errorCategory: 'transient',
      errorMessage: REASON,
      waitReason: null,
      waitUntil: null,
    },
    select: { id: true },
  })
}
