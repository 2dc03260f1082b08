import { z } from 'zod'
import { counter } from '../counters'

/** What TikTok's good answers hold, under `data`; ids are int64 and therefore text here. */

const postId = z.union([z.string(), z.number()]).transform(String)

export const creatorInfo = z.object({
  creator_username: z.string(),
  privacy_level_options: z.array(z.string()),
  max_video_post_duration_sec: z.number(),
})

export const pullTask = z.object({ publish_id: z.string().min(1) })

export const uploadTask = pullTask.extend({ upload_url: z.url({ protocol: /^https?$/ }) })

/** Number or text, alone or in an array, or left out. */
const postIds = z
  .union([z.array(postId), postId, z.null()])
  .optional()
  .transform((ids) => [ids ?? []].flat().filter((id) => /^[1-9]\d*$/.test(id)))

export const postStatus = z.object({
  status: z.string(),
  fail_reason: z.string().optional(),
  uploaded_bytes: z.coerce.number().optional(),
  // TikTok's own spelling.
  publicaly_available_post_id: postIds,
})

const video = z.object({
  id: postId,
  title: z.string().optional(),
  video_description: z.string().optional(),
  /** Epoch seconds. */
  create_time: z.number().optional(),
  share_url: z.string().optional(),
})

export const videos = z.object({ videos: z.array(video) })

/** `cursor`: epoch ms, to go on before. */
export const videoPage = videos.extend({ cursor: z.number(), has_more: z.boolean() })

/** Each for itself: an odd one is left out. */
export const countedVideos = z.object({ videos: z.array(z.unknown()) })

export const countedVideo = z.object({
  id: postId,
  share_url: z.string().optional(),
  view_count: counter,
  like_count: counter,
  comment_count: counter,
  share_count: counter,
})

export type CreatorInfo = z.output<typeof creatorInfo>
export type PostStatus = z.output<typeof postStatus>
export type CountedVideo = z.output<typeof countedVideo>
export type VideoFields = z.output<typeof video>
