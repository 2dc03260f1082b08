import type { AcceptRequest, AcceptResult, NewJob } from '../../domain/ports/jobs'
import type { Prisma } from '../../generated/prisma/client'
import type { PrismaClient } from '../prisma'
import { holdUser } from '../user-hold'
import { findDuplicate } from './duplicate'

/** Thrown inside the transaction so that nothing of a refused request stays. */
class Refused extends Error {
  constructor(readonly result: AcceptResult) {
    super(result.outcome)
  }
}

/**
 * Writes all jobs of a request, which are one user's, and its idempotency record, or nothing.
 * @throws PublishError `user-being-erased`
 */
export async function accept(prisma: PrismaClient, request: AcceptRequest): Promise<AcceptResult> {
  const jobIds = request.jobs.map((job) => job.jobId)
  const [first] = request.jobs
  try {
    await prisma.$transaction(async (tx) => {
      await claimKey(tx, request, jobIds)
      if (first) await holdUser(tx, first.userId)
      await refuseDuplicates(tx, request.jobs)
      await tx.publishJob.createMany({ data: request.jobs.map((job) => columnsOf(job, request.principal)) })
    })
    return { outcome: 'accepted', jobIds }
  } catch (error) {
    if (error instanceof Refused) return error.result
    throw error
  }
}

/** A second request with the same key waits here for the first one's transaction, then sees what it made. */
async function claimKey(tx: Prisma.TransactionClient, request: AcceptRequest, jobIds: string[]): Promise<void> {
  if (!request.idempotency) return
  const { key, requestHash, answer } = request.idempotency
  const { principal } = request
  const { count } = await tx.idempotencyRecord.createMany({
    data: [{ principal, key, requestHash, jobIds, answer: answer }],
    skipDuplicates: true,
  })
  if (count === 1) return refuseBuried(tx, jobIds)
  const first = await tx.idempotencyRecord.findUniqueOrThrow({ where: { principal_key: { principal, key } } })
  throw new Refused(
    first.requestHash === requestHash
      ? { outcome: 'replayed', jobIds: first.jobIds, answer: first.answer }
      : { outcome: 'key-reused' },
  )
}

/** A key that a restored database has forgotten, while what is left of its jobs says that they were accepted before. */
async function refuseBuried(tx: Prisma.TransactionClient, jobIds: string[]): Promise<void> {
  const buried = await tx.publishJobTombstone.count({ where: { jobId: { in: jobIds } } })
  if (buried > 0) throw new Refused({ outcome: 'replayed', jobIds, answer: null })
}

async function refuseDuplicates(tx: Prisma.TransactionClient, jobs: NewJob[]): Promise<void> {
  const guarded = jobs.filter((job) => !job.allowDuplicate)
  const first = guarded[0]
  if (!first) return
  const connectionIds = guarded.map((job) => job.connectionId)
  const duplicate = await findDuplicate(tx, { videoId: first.videoId, connectionIds })
  if (!duplicate) return
  const { connectionId, existing } = duplicate
  throw new Refused({
    outcome: 'duplicate',
    index: jobs.findIndex((job) => job.connectionId === connectionId && !job.allowDuplicate),
    existing,
  })
}

const columnsOf = (job: NewJob, principal: string): Prisma.PublishJobCreateManyInput => {
  const { allowDuplicate: _checked, options, ...columns } = job
  return { ...columns, principal, options: options as Prisma.InputJsonObject }
}
