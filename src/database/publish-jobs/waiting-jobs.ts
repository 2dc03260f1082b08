import type { PrismaClient } from '../prisma'

export interface WaitingJobs {
  /** Ids of the jobs that an account which is connected again may help on. An unconfirmed one is among them: its probes need the account. */
  find(connectionId: string): Promise<string[]>
}

export const createWaitingJobs = (prisma: PrismaClient): WaitingJobs => ({
  async find(connectionId) {
    const jobs = await prisma.publishJob.findMany({
      where: { connectionId, phase: { in: ['waiting-for-reconnect', 'unconfirmed'] } },
      orderBy: { createdAt: 'asc' },
      select: { jobId: true },
    })
    return jobs.map(({ jobId }) => jobId)
  },
})
