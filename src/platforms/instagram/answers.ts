import { z } from 'zod'
import { counter } from '../counters'

export const id = z.object({ id: z.coerce.string().min(1) })

export const container = z.object({
  status_code: z.string(),
  status: z.string().optional(),
  /** Facebook Login only: how far a resumable upload is. */
  video_status: z
    .object({ uploading_phase: z.object({ status: z.string(), bytes_transferred: z.coerce.number().optional() }) })
    .optional(),
})

export type Container = z.output<typeof container>

export const uploaded = z.object({ success: z.literal(true) })

export const permalink = z.object({ permalink: z.url() })

export const publishingLimit = z.object({
  data: z.tuple([z.object({ quota_usage: z.number(), config: z.object({ quota_total: z.number() }) })]),
})

export type PublishingLimit = z.output<typeof publishingLimit>

export const mediaList = z.object({
  data: z.array(
    z.object({
      id: z.coerce.string(),
      caption: z.string().optional(),
      timestamp: z.string(),
      media_product_type: z.string().optional(),
      permalink: z.url().optional(),
    }),
  ),
})

/** The value stands in the one or the other place; each metric for itself. */
export const insights = z.object({ data: z.array(z.unknown()) })

export const insight = z.object({
  name: z.string(),
  values: z.tuple([z.object({ value: counter })], z.unknown()).optional(),
  total_value: z.object({ value: counter }).optional(),
})

export const countedMedia = z.object({ id: z.coerce.string(), like_count: counter, comments_count: counter })

export type CountedMedia = z.output<typeof countedMedia>

export type ListedMedia = z.output<typeof mediaList>['data'][number]
