import type { PostRow } from '../../database/posts'
import type { PostView } from '../schemas/post'
import { toIso } from './instants'

/** A provisional id names nothing on the platform, so it is not told. */
export const toPostView = (row: PostRow): PostView => ({
  id: row.id,
  userId: row.userId,
  videoId: row.videoId,
  jobId: row.publishJob?.jobId ?? null,
  platform: row.platform,
  platformPostId: row.platformPostIdProvisional ? null : row.platformPostId,
  url: row.url,
  visibility: row.visibility,
  caption: row.caption,
  hashtags: row.hashtags,
  publishedAt: toIso(row.publishedAt),
  metrics: {
    views: Number(row.views),
    likes: Number(row.likes),
    comments: Number(row.comments),
    shares: Number(row.shares),
    lastSyncedAt: toIso(row.lastSyncedAt),
  },
})
