import type { Account } from '../kernel/accounts'
import type { World } from '../kernel/world'
import { withParts } from './access'
import type { VideoMetadata } from './metadata'

const DAY_MS = 86_400_000
const REJECTION_REASONS = [
  'claim',
  'copyright',
  'duplicate',
  'inappropriate',
  'legal',
  'length',
  'termsOfUse',
  'trademark',
  'uploaderAccountClosed',
  'uploaderAccountSuspended',
]

/** A video whose last byte has arrived. */
export interface Video extends VideoMetadata {
  id: string
  channelId: string
  channelTitle: string
  createdAtMs: number
  /** Null: processing never ends. */
  processedAtMs: number | null
  /** Why processing fails or YouTube rejects the video; null when all goes well. */
  failReason: string | null
}

export type Videos = ReturnType<typeof channelVideos>

/** Every uploaded video. */
export function channelVideos(world: World) {
  const all = world.store.section<Video[]>('youtube.videos', () => [])
  const own = (channel: Account) => all().filter(({ channelId }) => channelId === channel.accountId)
  return {
    add: (video: Video) => all().push(video),
    find: (id: string) => all().find((video) => video.id === id),
    /** Newest first. */
    uploads: (channel: Account) => own(channel).reverse(),
    /** The channel's own allowance, apart from the project's quota. */
    isAtUploadCap: (channel: Account<'YOUTUBE'>) =>
      own(channel).filter(({ createdAtMs }) => createdAtMs > world.clock.nowMs() - DAY_MS).length >=
      channel.profile.uploadCap,
  }
}

/** The video resource with the named parts, as of now. */
export function videoResource(video: Video, parts: string[], nowMs: number): Record<string, unknown> {
  const { upload, processing } = processingOf(video, nowMs)
  const { snippet, status, channelId, channelTitle } = video
  const publishedAt = new Date(video.createdAtMs).toISOString()
  return withParts({ kind: 'youtube#video', etag: `${video.id}-${upload.uploadStatus}`, id: video.id }, parts, {
    snippet: { description: '', categoryId: '22', ...snippet, publishedAt, channelId, channelTitle },
    status: { license: 'youtube', embeddable: true, publicStatsViewable: true, ...status, ...upload },
    processingDetails: processing,
    paidProductPlacementDetails: video.paidProductPlacementDetails,
  })
}

function processingOf({ processedAtMs, failReason }: Video, nowMs: number) {
  if (processedAtMs === null || nowMs < processedAtMs) {
    return { upload: { uploadStatus: 'uploaded' }, processing: { processingStatus: 'processing' } }
  }
  if (failReason === null) {
    return { upload: { uploadStatus: 'processed' }, processing: { processingStatus: 'succeeded' } }
  }
  if (REJECTION_REASONS.includes(failReason)) {
    const upload = { uploadStatus: 'rejected', rejectionReason: failReason }
    return { upload, processing: { processingStatus: 'terminated' } }
  }
  const upload = { uploadStatus: 'failed', failureReason: failReason }
  return { upload, processing: { processingStatus: 'failed', processingFailureReason: 'transcodeFailed' } }
}
