import { z } from 'zod'
import { instantOut } from './common'
import { job } from './publish-job'

/** What a follower is told of each change of a job. */
export const jobState = job
  .pick({
    jobId: true,
    status: true,
    phase: true,
    waitReason: true,
    waitUntil: true,
    scheduledFor: true,
    post: true,
    generation: true,
    revision: true,
  })
  .extend({
    error: z.object({ code: z.string(), message: z.string().nullable() }).nullable(),
    at: instantOut.meta({ description: 'When it became so' }),
  })
  .meta({
    id: 'JobState',
    description: 'The data of an event `state`',
    examples: [
      {
        jobId: 'pj_3Qm8vXcT2nLrB6yK',
        status: 'COMPLETED',
        phase: 'published',
        waitReason: null,
        waitUntil: null,
        scheduledFor: null,
        generation: 1,
        revision: 0,
        error: null,
        post: {
          id: 'cmh2x8v1d0002',
          postId: 'dQw4w9WgXcQ',
          url: 'https://www.youtube.com/shorts/dQw4w9WgXcQ',
          visibility: 'public',
          publishedAt: '2027-03-01T17:00:12.000Z',
        },
        at: '2027-03-01T17:00:12.300Z',
      },
    ],
  })

export type JobStateView = z.output<typeof jobState>

export const jobProgress = job.shape.progress.meta({
  id: 'JobProgress',
  description: 'The data of an event `progress`',
  examples: [{ bytesSent: 5_242_880, bytesTotal: 15_000_000 }],
})

export type JobProgress = z.output<typeof jobProgress>

/** The standard's header, which a browser sends by itself. */
export const lastEventId = z
  .string()
  .regex(/^\d{1,18}$/, 'Must be the id of an event of this stream')
  .transform(BigInt)
  .meta({
    type: 'string',
    description:
      'The `id` of the last event that came: what came after it is sent, nothing twice. One that is not known any more is answered with the present state',
    examples: ['4711'],
  })
