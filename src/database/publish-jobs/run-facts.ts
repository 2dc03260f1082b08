import { WAITING_PHASES, type JobPhase } from '../../domain/job'
import type { RunFacts, Why } from '../../domain/ports/run'
import type { Prisma } from '../../generated/prisma/client'
import type { PrismaClient } from '../prisma'

/** What the facts of a job are read from. */
export const FACT_COLUMNS = {
  platform: true,
  phase: true,
  videoId: true,
  attemptNumber: true,
  bytesSent: true,
  scheduledFor: true,
  errorCode: true,
  errorMessage: true,
} as const satisfies Prisma.PublishJobSelect

type FactRow = Prisma.PublishJobGetPayload<{ select: typeof FACT_COLUMNS }>

export async function readFacts(prisma: PrismaClient, row: FactRow): Promise<RunFacts> {
  const video = await prisma.video.findUnique({ where: { id: row.videoId }, select: { fileSize: true } })
  const waits = WAITING_PHASES.some((phase) => phase === (row.phase as JobPhase))
  return {
    platform: row.platform,
    attemptNumber: row.attemptNumber,
    bytesSent: Number(row.bytesSent),
    sizeBytes: video && Number(video.fileSize),
    scheduledForMs: row.scheduledFor && row.scheduledFor.getTime(),
    why: waits ? whyOf(row) : null,
  }
}

export const whyOf = ({ errorCode, errorMessage }: Pick<FactRow, 'errorCode' | 'errorMessage'>): Why | null =>
  errorCode === null ? null : { code: errorCode, message: errorMessage ?? errorCode }
