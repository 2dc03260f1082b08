import type { PostRow } from '../../database/posts'
import { tellSyncFailure, tellUnavailable } from '../../domain/sync-texts'
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
  metrics: { ...toCounters(row), lastSyncedAt: toIso(row.lastSyncedAt) },
  ...toStanding(row),
})

/** The last known ones. YouTube tells shares by another permission than the rest, which a user may have withheld. */
export const toCounters = ({ platform, views, likes, comments, shares, sharesSyncedAt }: PostRow) => ({
  views: Number(views),
  likes: Number(likes),
  comments: Number(comments),
  shares: platform === 'YOUTUBE' && sharesSyncedAt === null ? null : Number(shares),
})

/** Why and since when the numbers of a post are what they are. */
export const toStanding = ({ platform, unavailableAt, unavailableReason, ...row }: PostRow) => ({
  unavailable:
    unavailableAt && unavailableReason !== null
      ? { at: toIso(unavailableAt), reason: unavailableReason, message: tellUnavailable(platform, unavailableReason) }
      : null,
  sync: {
    lastSyncedAt: toIso(row.lastSyncedAt),
    nextSyncAt: toIso(row.nextSyncAt),
    failure:
      row.syncFailure === null ? null : { code: row.syncFailure, message: tellSyncFailure(platform, row.syncFailure) },
  },
  archivedAt: toIso(row.archivedAt),
})
