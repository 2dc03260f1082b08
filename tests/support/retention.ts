import type { PrismaClient } from '../../src/database/prisma'
import { createRetentionRows } from '../../src/database/retention/retention-rows'
import type { Clock } from '../../src/domain/ports/clock'
import type { RetentionKind, RetentionSettings, RowKind } from '../../src/domain/retention'

export const DAY_MS = 86_400_000

export const SETTINGS: RetentionSettings = { jobsDays: 90, deletedDays: 30 }

/** What retention does in a database at the instant of a clock. */
export function retentionOf({ prisma, clock }: { prisma: PrismaClient; clock: Clock }, settings = SETTINGS) {
  const rows = createRetentionRows(prisma, settings)
  return {
    rows,
    async counted(kind: RetentionKind): Promise<number | undefined> {
      return (await rows.survey(clock.nowMs())).find((due) => due.kind === kind)?.count
    },
    /** All that is due of a kind. @returns how many rows went */
    async remove(kind: Exclude<RowKind, 'videos'>): Promise<number> {
      let removed = 0
      for await (const batch of rows.remove(kind, clock.nowMs())) removed += batch
      return removed
    },
    /** @returns the keys whose objects were to be erased, in this order */
    async removeVideos(): Promise<string[]> {
      const keys: string[] = []
      const erase = ({ key }: { key: string }) => Promise.resolve(void keys.push(key))
      for await (const _batch of rows.removeVideos(clock.nowMs(), erase));
      return keys
    },
  }
}
