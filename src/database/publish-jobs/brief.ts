import { PublishError, type Problem } from '../../domain/errors'
import { isTerminal, type JobPhase } from '../../domain/job'
import type { OnQuotaExhausted } from '../../domain/ports/jobs'
import type { CommitClaim, PublishBrief, RunId } from '../../domain/ports/run'
import type { PublishJob } from '../../generated/prisma/client'
import type { PrismaClient } from '../prisma'
import { toFacts, VIDEO_FACTS } from '../video-facts'

const JOB_GONE: Problem = {
  code: 'job-gone',
  category: 'policy',
  message: 'The job or its video is no longer on record.',
  remedy: 'Nothing needs to be done: it was erased with its user.',
}

/** What a step needs to know of its job. @throws PublishError `job-gone`, since a query that finds nothing would be made for ever. */
export async function readBrief(prisma: PrismaClient, run: RunId): Promise<PublishBrief> {
  const job = await prisma.publishJob.findUnique({
    where: { jobId: run.jobId },
    select: {
      id: true,
      phase: true,
      generation: true,
      platform: true,
      connectionId: true,
      platformUserId: true,
      reconnectWaitSeconds: true,
      publishBefore: true,
      onQuotaExhausted: true,
      revision: true,
      commitNumber: true,
      commitCheckpointNumber: true,
      commitRequestedAt: true,
      commitDeadlineAt: true,
      caption: true,
      hashtags: true,
      options: true,
      videoId: true,
    },
  })
  if (!job) throw new PublishError(JOB_GONE)
  const video = await prisma.video.findUnique({
    where: { id: job.videoId },
    select: {
      r2Key: true,
      etag: true,
      deletedAt: true,
      title: true,
      ...VIDEO_FACTS,
    },
  })
  if (!video) throw new PublishError(JOB_GONE)
  return {
    rowId: job.id,
    isCurrent: job.generation === run.generation && !isTerminal(job.phase as JobPhase),
    platform: job.platform,
    connectionId: job.connectionId,
    platformUserId: job.platformUserId,
    reconnectWaitMs: job.reconnectWaitSeconds === null ? null : 1_000 * job.reconnectWaitSeconds,
    publishBeforeMs: job.publishBefore?.getTime() ?? null,
    onQuotaExhausted: job.onQuotaExhausted as OnQuotaExhausted | null,
    revision: job.revision,
    claim: claimOf(job),
    draft: {
      caption: job.caption,
      hashtags: job.hashtags,
      options: job.options as Record<string, unknown>,
      title: video.title,
    },
    video: {
      key: video.r2Key,
      etag: video.etag,
      deleted: video.deletedAt !== null,
      ...toFacts(video),
    },
  }
}

type ClaimColumns = Pick<
  PublishJob,
  'commitNumber' | 'commitCheckpointNumber' | 'commitRequestedAt' | 'commitDeadlineAt'
>

/** The columns of a claim are written together. */
function claimOf(job: ClaimColumns): CommitClaim | null {
  const { commitNumber, commitCheckpointNumber, commitRequestedAt, commitDeadlineAt } = job
  if (commitCheckpointNumber === null || commitRequestedAt === null || commitDeadlineAt === null) return null
  return {
    number: commitNumber,
    checkpointNumber: commitCheckpointNumber,
    requestedAtMs: commitRequestedAt.getTime(),
    deadlineAtMs: commitDeadlineAt.getTime(),
  }
}
