import type { PrismaClient } from '../prisma'

export interface YouTubeDays {
  /** The ledger of a Pacific day (`YYYY-MM-DD`), or null before its first upload. */
  find(date: string): Promise<{ used: number; limit: number } | null>
}

export const createYouTubeDays = (prisma: PrismaClient): YouTubeDays => ({
  find: (date) => prisma.youTubeQuota.findUnique({ where: { date }, select: { used: true, limit: true } }),
})
