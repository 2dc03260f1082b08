import type { Jobs } from '../../database/jobs'
import type { QuotaDays } from '../../database/quota/quota-days'
import type { Clock } from '../../domain/ports/clock'
import type { QuotaQueue } from '../../domain/ports/quota'
import { pacificDay } from '../../domain/quota'
import { route } from '../route'
import { quotaDay, quotaQuery } from '../schemas/quota'
import { toQuotaDayView } from '../views/quota-view'

export interface QuotaDeps {
  jobs: Pick<Jobs, 'countUsers'>
  quotaDays: Pick<QuotaDays, 'find'>
  queue: Pick<QuotaQueue, 'places'>
  clock: Clock
}

export const getYouTubeQuota = ({ jobs, quotaDays, queue, clock }: QuotaDeps) =>
  route(
    {
      method: 'get',
      path: '/v1/quotas/youtube',
      operationId: 'getYouTubeQuota',
      summary: "Read a day of YouTube's upload quota, which all accounts share, and who waits for it",
      tag: 'Quotas',
      scope: 'read',
      query: quotaQuery,
      answer: quotaDay,
      statuses: { 200: 'The Pacific day' },
      problems: ['validation-failed'],
    },
    async ({ query }) => {
      const nowMs = clock.nowMs()
      const [day, places] = await Promise.all([quotaDays.find(query.day ?? pacificDay(nowMs)), queue.places()])
      const users = await jobs.countUsers(places.map(({ jobId }) => jobId))
      return { status: 200, body: toQuotaDayView(day, places, users, nowMs) }
    },
  )
