import type { Finding, RoundReport, RoundReports } from '../domain/ports/rounds'
import type { Prisma } from '../generated/prisma/client'
import type { PrismaClient } from './prisma'

export const createRoundReports = (prisma: PrismaClient): RoundReports => ({
  async save({ name, startedAtMs, endedAtMs, counts, findings }) {
    const row = {
      startedAt: new Date(startedAtMs),
      endedAt: new Date(endedAtMs),
      counts,
      findings: findings.map((finding) => ({ ...finding })) satisfies Prisma.InputJsonArray,
    }
    await prisma.roundReport.upsert({ where: { name }, create: { name, ...row }, update: row })
  },

  async all() {
    const rows = await prisma.roundReport.findMany({ orderBy: { name: 'asc' } })
    return rows.map(({ name, startedAt, endedAt, counts, findings }): RoundReport => ({
      name,
      startedAtMs: startedAt.getTime(),
      endedAtMs: endedAt.getTime(),
      counts: counts as Record<string, number>,
      findings: findings as unknown as Finding[],
    }))
  },
})
