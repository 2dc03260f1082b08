import type { Warning } from '../../domain/errors'
import { PHASE_STATUS } from '../../domain/job'
import type { PostIdentity } from '../../domain/ports/platform'
import type { Prisma } from '../../generated/prisma/client'
import { LIVE, NO_WAIT } from './job-states'

/** What a person's "it is not live" leaves behind. */
export const RESOLVED_NOT_PUBLISHED = 'resolved-not-published'

/** The post of a job. False: the job has one, or its id is another post's; nothing was written then. */
export async function addPost(
  tx: Prisma.TransactionClient,
  jobId: string,
  post: PostIdentity,
  publishedAt: Date,
): Promise<boolean> {
  const { id, ...copied } = await tx.publishJob.findUniqueOrThrow({
    where: { jobId },
    select: {
      id: true,
      userId: true,
      videoId: true,
      platform: true,
      platformUserId: true,
      caption: true,
      hashtags: true,
    },
  })
  const columns = columnsOf(post)
  const { platformPostId } = columns
  // A post that is in the archive only keeps its id.
  if (await tx.prunedPost.findFirst({ where: { platform: copied.platform, platformPostId }, select: { id: true } }))
    return false
  const { count } = await tx.publishedPost.createMany({
    data: [{ ...copied, publishJobId: id, publishedAt, ...columns }],
    skipDuplicates: true,
  })
  return count === 1
}

/** Ends a job that has its post. Where a person has said that there is none, the platform's word counts more. */
export async function completeWithPost(
  tx: Prisma.TransactionClient,
  jobId: string,
  warnings: Warning[],
  completedAt: Date,
): Promise<void> {
  await tx.publishJob.updateMany({
    where: {
      jobId,
      post: { isNot: null },
      OR: [{ status: { in: LIVE } }, { phase: 'failed', errorCode: RESOLVED_NOT_PUBLISHED }],
    },
    data: {
      phase: 'published',
      status: PHASE_STATUS.published,
      completedAt,
      failedAt: null,
      commitVerdict: 'published',
      warnings: toJson(warnings),
      errorCode: null,
      errorCategory: null,
      errorMessage: null,
      ...NO_WAIT,
    },
  })
}

export const toJson = (warnings: Warning[]): Prisma.InputJsonArray =>
  warnings.map(({ code, message, remedy }) => ({ code, message, remedy }))

/** The checkpoint's id stands in where the platform tells the public id late or never. */
const columnsOf = (post: PostIdentity) => ({
  platformPostId: post.platformPostId ?? post.provisionalId,
  platformPostIdProvisional: post.platformPostId === null,
  url: post.url ?? null,
  visibility: post.visibility ?? null,
})
