import type { Clock } from '../../domain/ports/clock'
import type { Platform } from '../../domain/platform'
import type { PrismaClient } from '../prisma'

/** How a platform has refused the app itself, in the words that the job was told. */
export interface AppRefusal {
  code: string
  message: string
  atMs: number
}

/** What platforms tell of the app only when it publishes, such as that it is not audited. */
export interface AppRefusals {
  /** The latest one, unless something was published there since; null as well where it is too old to be believed. */
  latest(platform: Platform): Promise<AppRefusal | null>
}

/** As long as a limit is believed that was learnt from a refusal. */
const BELIEVED_MS = 3 * 86_400_000

export const createAppRefusals = (prisma: PrismaClient, clock: Clock): AppRefusals => ({
  async latest(platform) {
    const job = await prisma.publishJob.findFirst({
      where: {
        platform,
        status: 'FAILED',
        errorCategory: 'configuration',
        createdAt: { gt: new Date(clock.nowMs() - BELIEVED_MS) },
      },
      orderBy: { createdAt: 'desc' },
      select: { errorCode: true, errorMessage: true, failedAt: true },
    })
    if (!job?.errorCode || !job.failedAt) return null
    const since = await prisma.publishedPost.findFirst({
      where: { platform, publishedAt: { gt: job.failedAt } },
      select: { id: true },
    })
    if (since) return null
    return { code: job.errorCode, message: job.errorMessage ?? '', atMs: job.failedAt.getTime() }
  },
})
