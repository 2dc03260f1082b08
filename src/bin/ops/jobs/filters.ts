import { z } from 'zod'
import { id, instant } from '../../../api/schemas/common'
import type { JobSearch } from '../../../database/operations/job-search'
import { PHASES, type JobPhase, type JobStatus } from '../../../domain/job'
import { stuckBecause } from '../../../domain/stuck-jobs'
import type { Ops } from '../deps'
import { durationWish, oneOf, platformWish, wishOf } from '../wishes'

const STATUSES = ['PENDING', 'ACTIVE', 'COMPLETED', 'FAILED', 'DELAYED'] as const satisfies JobStatus[]

/** What jobs are found by; several together narrow it down. */
export const FILTERS = {
  phase: { value: '<phase>', about: PHASES.join(', ') },
  status: { value: '<status>', about: STATUSES.join(', ') },
  platform: { value: '<platform>', about: 'tiktok, instagram, youtube' },
  user: { value: '<id>', about: 'Of one user' },
  video: { value: '<id>', about: 'Of one video' },
  connection: { value: '<id>', about: 'To one account' },
  error: { value: '<code>', about: 'With this error, such as rate-limited' },
  'waiting-for': { value: '<reason>', about: "With this reason to wait, such as paused: a job's waitReason" },
  'older-than': { value: '<90m|2h|3d>', about: 'Accepted longer ago than this' },
  'scheduled-before': { value: '<instant>', about: 'To be published before this' },
  'scheduled-after': { value: '<instant>', about: 'To be published at this or later' },
  stuck: { about: 'That should have gone on long ago, by the rules of the reconciler' },
} as const

export type FilterName = keyof typeof FILTERS

const code = z.string().regex(/^[a-z0-9][a-z0-9-]{0,99}$/, 'Must be a code such as rate-limited')

const wish = z.object({
  phase: oneOf(PHASES as [JobPhase, ...JobPhase[]]).optional(),
  status: oneOf(STATUSES).optional(),
  platform: platformWish.optional(),
  user: id.optional(),
  video: id.optional(),
  connection: id.optional(),
  error: code.optional(),
  'waiting-for': code.optional(),
  'older-than': durationWish.optional(),
  'scheduled-before': instant.optional(),
  'scheduled-after': instant.optional(),
  stuck: z.boolean().optional(),
})

/** Found once the rows can be asked: which jobs are stuck is not to be seen from one column. */
export type Search = (ops: Ops) => Promise<JobSearch>

/** @throws UsageError with every violation, those of `others` among them */
export function searchOf<Others extends z.ZodRawShape>(values: object, others: Others) {
  const given = wishOf(wish.extend(others), values) as z.output<typeof wish> & z.output<z.ZodObject<Others>>
  const search: Search = async (ops) => ({
    phase: given.phase,
    status: given.status,
    platform: given.platform,
    userId: given.user,
    videoId: given.video,
    connectionId: given.connection,
    errorCode: given.error,
    waitReason: given['waiting-for'],
    createdBefore: given['older-than'] === undefined ? undefined : new Date(ops.clock.nowMs() - given['older-than']),
    scheduledBefore: given['scheduled-before'],
    scheduledAfter: given['scheduled-after'],
    jobIds: given.stuck ? await stuckJobs(ops) : undefined,
  })
  return { search, given }
}

export async function stuckJobs({ watched, stuckLimits, clock }: Ops): Promise<string[]> {
  const stuck: string[] = []
  for await (const suspects of watched.suspects(clock.nowMs(), stuckLimits))
    stuck.push(...suspects.filter((job) => stuckBecause(job, clock.nowMs(), stuckLimits)).map(({ jobId }) => jobId))
  return stuck
}
