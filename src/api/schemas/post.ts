import { z } from 'zod'
import { id, instantOut, pageOf, platform } from './common'

export const post = z
  .object({
    id,
    userId: id,
    videoId: id,
    jobId: id.nullable(),
    platform,
    platformPostId: z.string().nullable().meta({ description: 'The public id; null until the platform tells it' }),
    url: z.string().nullable(),
    visibility: z.string().nullable(),
    caption: z.string(),
    hashtags: z.array(z.string()),
    publishedAt: instantOut,
    metrics: z.object({
      views: z.number().int(),
      likes: z.number().int(),
      comments: z.number().int(),
      shares: z.number().int(),
      lastSyncedAt: instantOut.nullable(),
    }),
  })
  .meta({ id: 'Post', description: 'What exists on the platform' })

export type PostView = z.output<typeof post>

export const postPage = pageOf(post).meta({ id: 'PostPage' })

export type PostPage = z.output<typeof postPage>
