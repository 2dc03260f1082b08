import type { PauseTarget } from '../../domain/find-pause'
import type { ActiveCooldown } from '../../domain/ports/limits'
import type { PrismaClient } from '../prisma'
import { LIVE } from '../publish-jobs/job-states'

/** How many jobs a cooldown or a pause concerns. */
export interface HeldJobs {
  /** All that are not over. */
  unfinished(target: PauseTarget): Promise<number>
  /** Those that met it and wait for its end. */
  waiting(cooldown: ActiveCooldown): Promise<number>
}

export const createHeldJobs = (prisma: PrismaClient): HeldJobs => ({
  unfinished: (target) => prisma.publishJob.count({ where: { ...within(target), status: { in: LIVE } } }),

  waiting: (cooldown) =>
    prisma.publishJob.count({ where: { ...within(cooldown), phase: 'cooling-down', waitReason: cooldown.reason } }),
})

const within = ({ platform, platformUserId }: PauseTarget) => ({
  platform,
  ...(platformUserId !== null && { platformUserId }),
})
