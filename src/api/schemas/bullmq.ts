import { z } from 'zod'
import { BULLMQ_EMPTY_STATES, BULLMQ_STATES } from '../../domain/bullmq'
import { fault, id, pageOf, paging, platform } from './common'

const state = z.enum(BULLMQ_STATES)
const ms = z.number().int().nonnegative().meta({ description: 'Milliseconds since 1970' })
const durationMs = z.number().int().nonnegative().meta({ description: 'Milliseconds' })
const count = z.number().int().nonnegative()

const isState = (text: string) => state.safeParse(text).success

export const bullMqQuery = z.strictObject({
  state: z
    .string()
    .max(100)
    .refine((text) => text.split(',').every(isState), fault('unknown-state', `Must be of ${BULLMQ_STATES.join(', ')}`))
    .transform((text) => z.array(state).parse(text.split(',')))
    .optional()
    .meta({ description: 'One or more, parted by commas; default: all', examples: ['waiting,active'] }),
  ...paging,
})

export const bullMqJob = z
  .object({
    id,
    name: z.string().meta({ examples: ['publish-tiktok'] }),
    data: z.object({
      userId: id,
      videoId: id,
      platform,
      connectionId: id.nullable(),
      caption: z.string().meta({ examples: ['Bedtime in five minutes'] }),
      hashtags: z.array(z.string()),
      options: z.unknown().meta({ examples: [{ privacyLevel: 'SELF_ONLY' }] }),
      scheduledFor: z.iso.datetime().nullable(),
    }),
    opts: z.object({ attempts: count, jobId: id, delay: durationMs }),
    state,
    progress: z.number().int().min(0).max(100).meta({ description: 'Percent' }),
    returnvalue: z.object({ platformPostId: z.string().nullable(), url: z.string().nullable() }).nullable(),
    stacktrace: z.array(z.string()).meta({ description: 'Always empty: see `failedReason`' }),
    delay: durationMs.meta({ description: 'Of a delayed job: it goes on so many milliseconds after `timestamp`' }),
    priority: count,
    attemptsStarted: count,
    attemptsMade: count,
    stalledCounter: count,
    timestamp: ms,
    processedOn: ms.optional(),
    finishedOn: ms.optional(),
    failedReason: z.string().optional(),
  })
  .meta({
    id: 'BullMqJob',
    description: 'A job as BullMQ serialises its own, with its state, for dashboards and scripts of the old queue',
  })

export const bullMqJobPage = pageOf(bullMqJob).meta({ id: 'BullMqJobPage' })

export const bullMqCounts = z.record(z.enum([...BULLMQ_STATES, ...BULLMQ_EMPTY_STATES]), count).meta({
  id: 'BullMqCounts',
  description: 'As BullMQ answers `getJobCounts()`',
  examples: [{ waiting: 3, active: 1, completed: 840, failed: 2, delayed: 17, prioritized: 0, 'waiting-children': 0 }],
})
