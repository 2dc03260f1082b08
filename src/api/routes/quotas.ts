import type { YouTubeDays } from '../../database/quota/youtube-days'
import type { Clock } from '../../domain/ports/clock'
import { nextPacificMidnightMs, pacificDay, type QuotaPlan } from '../../domain/quota'
import { route } from '../route'
import { quotaDay } from '../schemas/quota'

export interface QuotaDeps {
  youtubeDays: YouTubeDays
  clock: Clock
  /** Tells of a day that has no row yet. */
  quotaPlan: QuotaPlan
}

export const getYouTubeQuota = ({ youtubeDays, clock, quotaPlan }: QuotaDeps) =>
  route(
    {
      method: 'get',
      path: '/v1/quotas/youtube',
      operationId: 'getYouTubeQuota',
      summary: "Read today's upload quota, which all accounts share",
      tag: 'Quotas',
      scope: 'read',
      answer: quotaDay,
      statuses: { 200: 'The Pacific day' },
      problems: [],
    },
    async () => {
      const nowMs = clock.nowMs()
      const day = pacificDay(nowMs)
      const { used, limit } = (await youtubeDays.find(day)) ?? { used: 0, limit: quotaPlan.limits.uploads }
      const resetAt = new Date(nextPacificMidnightMs(nowMs)).toISOString()
      return { status: 200, body: { day, used, limit, costPerUpload: quotaPlan.uploadCost, resetAt } }
    },
  )
