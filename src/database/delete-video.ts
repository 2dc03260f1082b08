import type { Clock } from '../domain/ports/clock'
import type { UploadName } from '../domain/ports/direct-uploads'
import type { Reach } from '../domain/reach'
import { affectedJobs } from './ended-accounts'
import { ownedBy } from './owned-by'
import type { PrismaClient } from './prisma'
import { cancelStatements } from './publish-jobs/cancel'

/**
 * - `busy`: of these jobs a commit was sent, and nobody knows yet what became of it.
 * - `jobs-depend`: so many jobs are live, and what shall become of them was not said.
 * - `deleted`: retention removes the video in its time; the runs of `cancelled` are to be told, and `upload`, where it was
 *   still on its way, is to be abandoned.
 * Only `deleted` changes anything; said twice, it is done once.
 */
export type DeleteResult =
  | { outcome: 'not-found' }
  | { outcome: 'busy'; jobIds: string[] }
  | { outcome: 'jobs-depend'; jobs: number }
  | { outcome: 'deleted'; cancelled: string[]; upload: UploadName | null }

export type DeleteVideo = (videoId: string, jobs: 'cancel' | undefined, reach: Reach) => Promise<DeleteResult>

/** Thrown inside the transaction so that nothing of a refused deletion stays. */
class Refused extends Error {
  constructor(readonly result: DeleteResult) {
    super(result.outcome)
  }
}

export const createDeleteVideo =
  (prisma: PrismaClient, clock: Clock): DeleteVideo =>
  async (videoId, jobs, reach) => {
    const video = { id: videoId, user: ownedBy(reach) }
    try {
      return await prisma.$transaction(async (tx) => {
        await tx.video.updateMany({
          where: { ...video, deletedAt: null },
          data: { deletedAt: new Date(clock.nowMs()) },
        })
        const row = await tx.video.findUnique({ where: video, select: { r2Key: true, uploadId: true } })
        if (!row) throw new Refused({ outcome: 'not-found' })
        const { live, committed } = await affectedJobs(tx, { videoId })
        if (committed.length > 0) throw new Refused({ outcome: 'busy', jobIds: committed })
        if (live.length > 0 && !jobs) throw new Refused({ outcome: 'jobs-depend', jobs: live.length })
        for (const statement of cancelStatements(tx, clock, live)) await statement
        const upload = row.uploadId === null ? null : { key: row.r2Key, uploadId: row.uploadId }
        return { outcome: 'deleted', cancelled: live, upload }
      })
    } catch (error) {
      if (error instanceof Refused) return error.result
      throw error
    }
  }
