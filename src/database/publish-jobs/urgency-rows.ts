import { MANY, priorityOf, type PriorityKey } from '../../domain/urgency'
import type { Platform } from '../../domain/platform'
import type { Prisma } from '../../generated/prisma/client'
import type { PrismaClient } from '../prisma'

interface UrgentRow {
  jobId: string
  userId: string
  platform: Platform
  scheduledFor: Date | null
  publishBefore: Date | null
  quotaQueuedAt: Date | null
}

const TIMED = {
  OR: [{ scheduledFor: { not: null } }, { publishBefore: { not: null } }],
} satisfies Prisma.PublishJobWhereInput

/** The priority of a job that is about to go on, beside what its user has under way. */
export async function priorityOfRow(prisma: PrismaClient, row: UrgentRow): Promise<PriorityKey> {
  const isTimed = row.scheduledFor !== null || row.publishBefore !== null
  const others = await prisma.publishJob.findMany({
    where: {
      userId: row.userId,
      platform: row.platform,
      status: { in: ['PENDING', 'ACTIVE'] },
      jobId: { not: row.jobId },
      ...(isTimed ? TIMED : { NOT: TIMED }),
    },
    select: { id: true },
    take: MANY,
  })
  return priorityOf({ isTimed, wasQueued: row.quotaQueuedAt !== null, othersAlike: others.length })
}
