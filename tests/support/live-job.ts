import { randomUUID } from 'node:crypto'
import type { PrismaClient } from '../../src/database/prisma'
import type { Prisma } from '../../src/generated/prisma/client'

/** The row of a job that waits for its instant, unless `change` says otherwise. @returns its job id */
export async function addLiveJob(
  prisma: PrismaClient,
  userId: string,
  videoId: string,
  change: Partial<Prisma.PublishJobUncheckedCreateInput> = {},
): Promise<string> {
  const later = new Date('2027-02-01T12:00:00Z')
  const { jobId } = await prisma.publishJob.create({
    data: {
      jobId: `publish-${randomUUID()}`,
      userId,
      videoId,
      platform: 'YOUTUBE',
      connectionId: `${userId}-YOUTUBE`,
      caption: 'Bedtime',
      status: 'DELAYED',
      phase: 'scheduled',
      waitReason: 'scheduled',
      waitUntil: later,
      scheduledFor: later,
      ...change,
    },
    select: { jobId: true },
  })
  return jobId
}
