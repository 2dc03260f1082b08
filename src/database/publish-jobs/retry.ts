import { isPast, PUBLISH_BEFORE_PASSED } from '../../domain/deadline'
import type { HandResult, RetryResult } from '../../domain/ports/jobs'
import type { PrismaClient } from '../prisma'
import { holdUser } from '../user-hold'
import { findDuplicate } from './duplicate'
import { refusal, shown, STATE } from './hand-state'

const RUN = {
  jobId: true,
  generation: true,
  userId: true,
  videoId: true,
  connectionId: true,
  platform: true,
  scheduledFor: true,
} as const

const RETRIED = {
  phase: 'accepted',
  status: 'PENDING',
  generation: { increment: 1 },
  attemptNumber: 0,
  bytesSent: 0n,
  failedAt: null,
  errorCode: null,
  errorCategory: null,
  errorMessage: null,
} as const

/**
 * Makes a failed job PENDING again under a new generation. A refused commit counts as settled: the next one may be claimed.
 * @throws PublishError `user-being-erased`
 */
export async function retry(
  prisma: PrismaClient,
  jobId: string,
  { allowDuplicate, publishBefore }: { allowDuplicate: boolean; publishBefore: Date | undefined },
  now: Date,
): Promise<RetryResult | null> {
  return prisma.$transaction(async (tx): Promise<RetryResult | null> => {
    const before = await tx.publishJob.findUnique({
      where: { jobId },
      select: { ...RUN, ...STATE, publishBefore: true },
    })
    if (!before) return null
    await holdUser(tx, before.userId)
    const { videoId, connectionId } = before
    const duplicate =
      allowDuplicate || connectionId === null
        ? null
        : await findDuplicate(tx, { videoId, connectionIds: [connectionId], exceptJobId: jobId })
    const failed = { jobId, phase: 'failed', post: { is: null } } as const
    if (duplicate && before.phase === 'failed') return { answer: 'duplicate-publish', existing: duplicate.existing }
    const latest = publishBefore ?? before.publishBefore
    if (before.phase === 'failed' && isPast(latest && latest.getTime(), now.getTime()))
      return { ...shown(before), answer: PUBLISH_BEFORE_PASSED, run: null }
    await tx.publishJob.updateMany({
      where: { ...failed, commitVerdict: 'refused' },
      data: { commitVerdict: 'not-published' },
    })
    const [retried] = await tx.publishJob.updateManyAndReturn({
      where: failed,
      data: { ...RETRIED, publishBefore: latest },
      select: { ...RUN, ...STATE },
    })
    if (!retried) {
      // Null where retention has removed it in this moment.
      const after = await tx.publishJob.findUnique({ where: { jobId }, select: STATE })
      return after && { ...refused(after), run: null }
    }
    const {
      connectionId: _connection,
      phase: _phase,
      revision: _revision,
      cancelRequestedAt: _cancel,
      ...run
    } = retried
    return { ...shown(retried), answer: 'retried', run }
  })
}

const refused = (state: Parameters<typeof shown>[0]): HandResult => ({
  ...shown(state),
  answer: refusal(state) === 'unconfirmed' ? 'unconfirmed' : 'not-retryable',
})
