import { z } from 'zod'
import { decodeCursor, encodeCursor } from '../../../api/schemas/common'
import { viewJobs } from '../../../api/routes/read-publish-jobs'
import type { JobView } from '../../../api/schemas/publish-job'
import { isTerminal } from '../../../domain/job'
import { EVERYTHING } from '../../../domain/reach'
import { command } from '../command'
import { counted } from '../figures'
import { table } from '../table'
import { ago, shortened, toSecond } from '../texts'
import { countWish } from '../wishes'
import { FILTERS, searchOf } from './filters'

const MOST = 500

const PAGING = {
  limit: { value: '<count>', about: `Jobs on a page, at most ${MOST}; without it, 50` },
  cursor: { value: '<cursor>', about: 'The next page, as the one before names it' },
} as const

const pagingWish = {
  limit: countWish(MOST).default(50),
  cursor: z
    .string()
    .refine((text) => decodeCursor(text) !== null, 'Is not a cursor of this list')
    .optional(),
}

export const listJobs = command({
  name: 'jobs list',
  summary: 'Jobs by state, platform, wait, age, user or error: since when, until when and why, newest first',
  options: { ...FILTERS, ...PAGING },
  changes: false,
  examples: ['--phase unconfirmed', '--platform tiktok --waiting-for paused --older-than 2h', '--stuck --json'],
  prepare({ values }) {
    const { search, given } = searchOf(values, pagingWish)
    return async (ops) => {
      const after = given.cursor === undefined ? null : decodeCursor(given.cursor)
      const page = await ops.operations.findJobs(await search(ops), { limit: given.limit, after })
      const changedAt = new Map(page.rows.map(({ jobId, updatedAt }) => [jobId, updatedAt]))
      const items = await viewJobs(ops, await ops.jobs.findAll([...changedAt.keys()], EVERYTHING))
      const nextCursor = page.next && encodeCursor(page.next)
      const rows = items.map((job) => rowOf(job, changedAt.get(job.jobId), ops.clock.nowMs()))
      return {
        lines: [
          ...(rows.length > 0 ? table([['job', 'platform', 'phase', 'age', 'changed', 'until', 'why'], ...rows]) : []),
          ...(rows.length === 0 ? ['No job matches.'] : []),
          ...(nextCursor ? [`${counted(rows.length, 'job')}; more with --cursor ${nextCursor}`] : []),
        ],
        json: { items, nextCursor },
      }
    }
  },
})

const rowOf = (job: JobView, changedAt: Date | undefined, nowMs: number): string[] => [
  job.jobId,
  job.platform,
  job.phase,
  ago(Date.parse(job.createdAt), nowMs),
  changedAt ? `${ago(changedAt.getTime(), nowMs)} ago` : '',
  job.waitUntil ? toSecond(job.waitUntil) : '',
  whyOf(job),
]

/** Why it stands where it stands, in a few words. */
export function whyOf({ phase, unconfirmed, error, waitReason, post }: JobView): string {
  if (unconfirmed) return shortened(unconfirmed.lastAnswer ?? '')
  if (phase === 'published') return post?.url ?? ''
  if (error && (isTerminal(phase) || waitReason === null || waitReason === error.code))
    return shortened(`${error.code}: ${error.message ?? ''}`)
  return waitReason ?? ''
}
