import { z } from 'zod'
import { caption, hashtag, id, instantOut, pageOf, platform } from './common'

/** Why and since when the numbers of a post are what they are. */
export const standing = {
  unavailable: z
    .object({
      at: instantOut,
      reason: z.string().meta({ examples: ['deleted-at-platform'] }),
      message: z.string().meta({ examples: ['The platform shows it no more'] }),
    })
    .nullable()
    .meta({ description: 'Since when and why the platform does not show the post; null: it does. It may come back' }),
  sync: z
    .object({
      lastSyncedAt: instantOut.nullable().meta({ description: 'null: not brought yet' }),
      nextSyncAt: instantOut.nullable().meta({ description: 'null: not brought any more' }),
      failure: z
        .object({ code: z.string(), message: z.string() })
        .nullable()
        .meta({ description: 'What the last sync met; null after a good one' }),
    })
    .meta({ description: 'How the numbers are brought from the platform' }),
  archivedAt: instantOut.nullable().meta({ description: 'Since when it lies in the archive, too' }),
}

export const counters = z.object({
  views: z.number().int(),
  likes: z.number().int(),
  comments: z.number().int(),
  shares: z.number().int(),
})

/** Of one post. */
export const lastCounters = counters.extend({
  shares: counters.shape.shares.nullable().meta({ description: 'null: YouTube has never told them' }),
})

export const post = z
  .object({
    id,
    userId: id,
    videoId: id,
    jobId: id.nullable().meta({ description: 'Null once retention has removed the job' }),
    platform,
    platformPostId: z.string().nullable().meta({ description: 'The public id; null until the platform tells it' }),
    url: z.string().nullable(),
    visibility: z.string().nullable(),
    caption,
    hashtags: z.array(hashtag),
    publishedAt: instantOut,
    metrics: lastCounters.extend({ lastSyncedAt: instantOut.nullable() }).meta({ description: 'The last known ones' }),
    ...standing,
  })
  .meta({ id: 'Post', description: 'What exists on the platform' })

export type PostView = z.output<typeof post>

export const postPage = pageOf(post).meta({ id: 'PostPage' })

export type PostPage = z.output<typeof postPage>
