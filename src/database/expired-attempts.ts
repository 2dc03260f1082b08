import type { PrismaClient } from './prisma'

/** Ways to a consent page that ended unused, or ended long ago, of every user. */
export const createExpiredAttempts = (prisma: PrismaClient) => ({
  async forgetExpired(beforeMs: number): Promise<void> {
    await prisma.connectionAttempt.deleteMany({ where: { expiresAt: { lt: new Date(beforeMs) } } })
  },
})
