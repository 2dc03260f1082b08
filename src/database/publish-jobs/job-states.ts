import type { Problem } from '../../domain/errors'
import { PHASE_STATUS, type JobStatus } from '../../domain/job'
import type { Prisma } from '../../generated/prisma/client'

export const LIVE: JobStatus[] = ['PENDING', 'ACTIVE', 'DELAYED']

/** Of a job that waits for nothing, nor has a turn in the queue: its upload is under way, or it has ended. */
export const NO_WAIT = { waitReason: null, waitUntil: null, quotaQueuedAt: null, quotaStartAt: null }

/** A commit was sent and has no verdict. */
export const OPEN_COMMIT = {
  commitRequestedAt: { not: null },
  commitVerdict: null,
} satisfies Prisma.PublishJobWhereInput

/** `OPEN_COMMIT` of a row that was read. */
export const isCommitOpen = (row: { commitRequestedAt: Date | null; commitVerdict: string | null }): boolean =>
  row.commitRequestedAt !== null && row.commitVerdict === null

/** No commit of the job lacks a verdict: it may end without a post. */
export const NO_OPEN_COMMIT: Prisma.PublishJobWhereInput = {
  OR: [{ commitRequestedAt: null }, { commitVerdict: { not: null } }],
}

/** Nor is a cancel requested, which the next look at the row carries out. */
export const UNDISTURBED: Prisma.PublishJobWhereInput = { cancelRequestedAt: null, ...NO_OPEN_COMMIT }

/** What a row says of its problem. */
export const problemColumns = ({ code, category, message, remedy }: Problem) => ({
  errorCode: code,
  errorCategory: category,
  errorMessage: `${message} ${remedy}`,
})

export const failedColumns = (problem: Problem, failedAt: Date) => ({
  phase: 'failed',
  status: PHASE_STATUS.failed,
  failedAt,
  ...problemColumns(problem),
  ...NO_WAIT,
})
