import type { JobChange } from '../domain/ports/changes'
import type { PrismaClient } from './prisma'

/** What a job was after one of its changes. */
export interface JobState {
  /** Of the event that tells it; null: it is so old that its event is gone. */
  id: bigint | null
  state: Omit<JobChange, 'previousPhase' | 'previousWaitReason'>
  at: Date
}

export type PastState = JobState & { id: bigint }

export interface JobNews {
  /** At most `PAGE`, the oldest first. */
  states: PastState[]
  bytesSent: bigint
  /** Null: the video is gone. */
  bytesTotal: bigint | null
}

/** So many states of a job are read at a time. */
export const PAGE = 500

/**
 * What has become of a job, by its events. Their ids rise in the order in which they can be read, so whoever asks for what
 * came after the last one it knows misses nothing.
 */
export interface JobEvents {
  /** As it stands now; null: there is no such job. */
  present(jobId: string): Promise<JobState | null>
  /** Whether the event is there still: then so are all later ones of its job. */
  has(jobId: string, id: bigint): Promise<boolean>
  /** What came after the event, and how far its upload is; null: there is no such job any more. */
  after(jobId: string, id: bigint): Promise<JobNews | null>
}

interface NewsRow {
  bytesSent: bigint
  bytesTotal: bigint | null
  id: bigint | null
  state: JobChange
  at: Date
}

export const createJobEvents = (prisma: PrismaClient): JobEvents => ({
  async present(jobId) {
    const [row] = await prisma.$queryRaw<JobState[]>`
      SELECT e.id, publish_job_state(j) AS state, COALESCE(e."createdAt", j."updatedAt") AS at
      FROM "PublishJob" j LEFT JOIN LATERAL (
        SELECT id, "createdAt" FROM "Event" WHERE "jobId" = j."jobId" ORDER BY id DESC LIMIT 1
      ) e ON true
      WHERE j."jobId" = ${jobId}`
    return row ?? null
  },

  async has(jobId, id) {
    return (await prisma.event.count({ where: { jobId, id } })) > 0
  },

  async after(jobId, id) {
    const rows = await prisma.$queryRaw<NewsRow[]>`
      SELECT j."bytesSent", v."fileSize" AS "bytesTotal", e.id, e.data AS state, e."createdAt" AS at
      FROM "PublishJob" j LEFT JOIN "Video" v ON v.id = j."videoId" LEFT JOIN LATERAL (
        SELECT id, data, "createdAt" FROM "Event" WHERE "jobId" = j."jobId" AND id > ${id} ORDER BY id LIMIT ${PAGE}
      ) e ON true
      WHERE j."jobId" = ${jobId} ORDER BY e.id`
    const [first] = rows
    return first ? { bytesSent: first.bytesSent, bytesTotal: first.bytesTotal, states: rows.filter(isState) } : null
  },
})

/** A job without news is a row without an event. */
const isState = (row: NewsRow): row is NewsRow & { id: bigint } => row.id !== null
