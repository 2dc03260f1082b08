import { log } from '@temporalio/activity'
import { archivableBeforeMs, nextMonth, type UserMonth } from '../domain/archive-months'
import { archivePart, prunePart } from '../domain/archive-part'
import { PublishError } from '../domain/errors'
import type { ArchivedPart, ArchiveParts, ArchivePlan, ArchiveRows } from '../domain/ports/archive'
import type { Clock } from '../domain/ports/clock'
import { beating } from './beat'

export interface ArchiveDependencies {
  archiveRows: ArchiveRows
  archiveParts: ArchiveParts
  archivePlan: ArchivePlan
  clock: Clock
}

export interface ArchiveRound {
  parts: number
  posts: number
  metrics: number
  /** Months that changed while they were archived: the next round takes them. */
  postponed: number
}

export interface PruneRound {
  parts: number
  posts: number
  /** Ids of parts that are not in the bucket as they were put there: of these nothing was removed. */
  damaged: string[]
}

/** Well within the heartbeat timeout of the workflow. */
const BEAT_MS = 5_000

const PAGE = 100

const START: UserMonth = { userId: '', month: '1970-01' }

/** The archive's share of a retention round. Broken off, each goes on where it was; each ends when nothing is left to do. */
export function createArchiveActivities({ archiveRows, archiveParts, archivePlan, clock }: ArchiveDependencies) {
  /** @returns null where the part is damaged */
  async function pruned(part: ArchivedPart, signal: AbortSignal): Promise<number | null> {
    try {
      return await prunePart(archiveRows, archiveParts, part, signal)
    } catch (error) {
      if (!(error instanceof PublishError) || error.problem.code !== 'archive-damaged') throw error
      log.error('a part of the archive is damaged, and its posts are kept', { archiveId: part.id, error })
      return null
    }
  }

  return {
    /** Archives the months that are old enough. */
    archivePosts: (): Promise<ArchiveRound> =>
      beating(BEAT_MS, async (_report, signal) => {
        const beforeMs = archivableBeforeMs(clock.nowMs(), archivePlan.afterDays)
        const round = { parts: 0, posts: 0, metrics: 0, postponed: 0 }
        for (let from = START; ;) {
          signal.throwIfAborted()
          const month = await archiveRows.nextMonth(beforeMs, from)
          if (!month) return round
          const part = await archivePart(archiveRows, archiveParts, month, signal)
          round.parts += part ? 1 : 0
          round.posts += part?.postCount ?? 0
          round.metrics += part?.metricCount ?? 0
          round.postponed += part ? 0 : 1
          // A month of many posts has more than one part.
          from = part ? month : nextMonth(month)
        }
      }),

    /** Removes the rows of what is archived, where that is wanted. */
    pruneArchived: (): Promise<PruneRound> =>
      beating(BEAT_MS, async (_report, signal) => {
        const round: PruneRound = { parts: 0, posts: 0, damaged: [] }
        for (let afterId = ''; archivePlan.prunes;) {
          const parts = await archiveRows.prunable(afterId, PAGE)
          for (const part of parts) {
            signal.throwIfAborted()
            const posts = await pruned(part, signal)
            if (posts === null) round.damaged.push(part.id)
            else round.posts += posts
            round.parts += posts === null ? 0 : 1
            afterId = part.id
          }
          if (parts.length < PAGE) return round
        }
        return round
      }),
  }
}

export type ArchiveActivities = ReturnType<typeof createArchiveActivities>
