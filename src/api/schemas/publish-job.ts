import { z } from 'zod'
import { PHASES } from '../../domain/job'
import { ON_QUOTA_EXHAUSTED } from '../../domain/ports/jobs'
import { publishedJob } from './examples/publish-job'
import { caption, hashtag, id, instant, instantOut, pageOf, paging, platform } from './common'

const status = z.enum(['PENDING', 'ACTIVE', 'COMPLETED', 'FAILED', 'DELAYED'])
const phase = z.enum(PHASES)
const hashtags = z.array(hashtag).max(100).meta({ description: 'Without #' })

const onQuotaExhausted = z.enum(ON_QUOTA_EXHAUSTED).meta({
  description:
    "What becomes of a job that finds YouTube's uploads of the day used up: `wait` gives it a place in the queue, `fail` ends it at once with `youtube-quota-exhausted`. Default: wait",
})
const publishBefore = instant.meta({
  description:
    'The latest instant for the post: no step towards it begins at or after this, and the job then fails with `publish-before-passed`, whatever it waited for. A commit that was sent before is still settled',
})

/** Thirty days. */
const MAX_RECONNECT_WAIT_SECONDS = 30 * 86_400

/** Checked by the platform's own rules; their schemas are shown in the OpenAPI document. */
const options = z
  .record(z.string(), z.unknown())
  .meta({ id: 'PlatformOptions', examples: [{ privacyLevel: 'SELF_ONLY' }] })

const target = z
  .strictObject({
    platform,
    connectionId: id.optional().meta({ description: "Default: the user's connection on this platform" }),
    caption: caption.optional().meta({ description: "Instead of the request's caption" }),
    hashtags: hashtags.optional().meta({ description: "Instead of the request's hashtags" }),
    options: options.default({}),
  })
  .meta({ id: 'PublishTarget', examples: [{ platform: 'INSTAGRAM', options: { shareToFeed: true } }] })

export const publishRequest = z
  .strictObject({
    userId: id,
    videoId: id,
    caption: caption.default(''),
    hashtags: hashtags.default([]),
    scheduledFor: instant.optional().meta({ description: 'Default: now' }),
    publishBefore: publishBefore.optional(),
    onQuotaExhausted: onQuotaExhausted.optional(),
    reconnectWaitSeconds: z.int().min(0).max(MAX_RECONNECT_WAIT_SECONDS).optional().meta({
      description:
        'How long the jobs wait for the user where an account must be connected again; 0: they fail at once. Default: as the service is configured',
    }),
    allowDuplicate: z.boolean().default(false).meta({
      description: 'Publish although this video is already published, or about to be, on the same account',
    }),
    dryRun: z.boolean().optional().meta({
      description:
        'true: makes nothing, and answers 200 with what each target would come to, by every check that only reads. An Idempotency-Key is not used up. What is wrong with the request as a whole (its form, user, video, instants) is 422 as ever; what is wrong with a target is told as its verdict',
    }),
    targets: z.array(target).min(1).max(10),
  })
  .meta({
    id: 'PublishRequest',
    examples: [
      {
        userId: 'user-1',
        videoId: 'cmh2x8v1d0000',
        caption: 'Bedtime in five minutes',
        hashtags: ['parenting', 'bedtime'],
        targets: [
          { platform: 'TIKTOK', options: { privacyLevel: 'PUBLIC_TO_EVERYONE' } },
          { platform: 'INSTAGRAM' },
          { platform: 'YOUTUBE', options: { privacyStatus: 'public', madeForKids: false } },
        ],
      },
    ],
  })

export type PublishRequest = z.output<typeof publishRequest>

const links = z.object({
  self: z.string().meta({ examples: ['/v1/publish-jobs/pj_1'] }),
  workflow: z.url().meta({ description: "The run's page in the Temporal Web UI" }),
})

export const receipts = z
  .object({
    jobs: z.array(
      z
        .object({
          jobId: id,
          platform,
          status,
          phase,
          scheduledFor: instantOut.nullable(),
          removedAt: instantOut.optional().meta({
            description: 'Where the job has ended long ago and was removed: only this, its end and its post are known',
          }),
          postId: id.nullable().optional().meta({ description: 'Of a removed job: the id of its post in /v1/posts' }),
          links,
        })
        .meta({ id: 'JobReceipt' }),
    ),
  })
  .meta({ id: 'PublishAccepted' })

export type Receipts = z.output<typeof receipts>

const attempt = z
  .object({
    step: z.string(),
    startedAt: instantOut,
    endedAt: instantOut.nullable(),
    outcome: z.string().nullable(),
    platformCode: z.string().nullable(),
    platformRequestId: z.string().nullable(),
    message: z.string().nullable(),
  })
  .meta({ id: 'PublishAttempt', description: 'One remote step' })

export const job = z
  .object({
    jobId: id,
    userId: id,
    videoId: id,
    platform,
    connectionId: id.nullable(),
    status,
    phase,
    waitReason: z.string().nullable(),
    waitUntil: instantOut.nullable(),
    queue: z
      .object({
        place: z.number().int().meta({ description: 'From 1' }),
        of: z.number().int().meta({ description: 'How many wait' }),
        day: z.iso.date().meta({ description: 'The Pacific day of which it should get a place' }),
        estimatedAt: instantOut.meta({ description: 'About when it should go out, as things stand' }),
      })
      .nullable()
      .meta({ description: "While the job waits for one of YouTube's uploads: where it stands now" }),
    scheduledFor: instantOut.nullable(),
    publishBefore: instantOut.nullable().meta({ description: 'The latest instant for the post' }),
    onQuotaExhausted,
    reconnectWaitSeconds: z.number().int().nullable().meta({ description: 'Null: as the service is configured' }),
    caption: z.string(),
    hashtags: z.array(z.string()),
    options: z.record(z.string(), z.unknown()),
    progress: z.object({ bytesSent: z.number().int(), bytesTotal: z.number().int().nullable() }),
    error: z.object({ code: z.string(), category: z.string().nullable(), message: z.string().nullable() }).nullable(),
    warnings: z
      .array(z.object({ code: z.string(), message: z.string(), remedy: z.string() }))
      .meta({ description: 'What about the post is not as it was asked for' }),
    unconfirmed: z
      .object({
        committedAt: instantOut.nullable(),
        lastAnswer: z.string().nullable().meta({ description: 'What the last round of probes has found' }),
        lastProbeAt: instantOut.nullable(),
        nextProbeAt: instantOut.nullable(),
        remedy: z.string(),
      })
      .nullable()
      .meta({ description: 'While the platform has not told whether it published' }),
    attempts: z.array(attempt).meta({ description: 'The last 50, newest first' }),
    post: z
      .object({
        id: id.meta({ description: 'In /v1/posts' }),
        postId: z.string().nullable().meta({ description: 'The public id; null until the platform tells it' }),
        url: z.string().nullable(),
        visibility: z.string().nullable(),
        publishedAt: instantOut,
      })
      .nullable(),
    revision: z.number().int(),
    generation: z.number().int(),
    createdAt: instantOut,
    startedAt: instantOut.nullable(),
    completedAt: instantOut.nullable(),
    failedAt: instantOut.nullable(),
    links,
  })
  .meta({ id: 'PublishJob', description: 'One video to one platform', examples: [publishedJob] })

export type JobView = z.output<typeof job>

export const jobPage = pageOf(job).meta({ id: 'PublishJobPage' })

export type JobPage = z.output<typeof jobPage>

export const jobQuery = z.strictObject({
  userId: id.optional(),
  videoId: id.optional(),
  platform: platform.optional(),
  status: status.optional(),
  phase: phase.optional(),
  ...paging,
})

export const jobChange = z
  .strictObject({
    scheduledFor: instant.optional(),
    publishBefore: publishBefore.nullable().optional().meta({ description: 'Null: no latest instant any more' }),
    caption: caption.optional(),
    hashtags: hashtags.optional(),
    options: options.optional().meta({ description: 'In place of all present ones' }),
  })
  .refine((change) => Object.keys(change).length > 0, 'Must change something')
  .meta({ id: 'PublishJobChange', examples: [{ scheduledFor: '2027-03-01T18:00:00+01:00', caption: 'A better one' }] })

export const retryQuery = z.strictObject({
  allowDuplicate: z
    .stringbool({ truthy: ['true'], falsy: ['false'] })
    .default(false)
    .meta({
      type: 'boolean',
      description: 'Run it although the video was published, or is about to be, by another job on the same account',
    }),
  publishBefore: instant.optional().meta({
    description: "The latest instant from now on; needed where the job's own has come",
    examples: ['2027-03-01T18:00:00Z'],
  }),
})

/** What a person has found out. */
export const resolution = z
  .discriminatedUnion('live', [
    z.strictObject({
      live: z.literal(true),
      platformPostId: z
        .string()
        .regex(/^[\w-]{1,64}$/, 'Must be 1 to 64 letters, digits, _ or -')
        .nullable()
        .meta({ description: "The post's public id; null where the platform tells none" }),
      url: z
        .url({ protocol: /^https$/ })
        .max(500)
        .optional(),
    }),
    z.strictObject({ live: z.literal(false) }),
  ])
  .meta({ id: 'Resolution', examples: [{ live: true, platformPostId: '7512345678901234567' }, { live: false }] })

export const changedJob = z
  .object({ answer: z.enum(['cancelled', 'rescheduled', 'edited', 'retried', 'resolved']), job })
  .meta({ id: 'ChangedPublishJob' })
