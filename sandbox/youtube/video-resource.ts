import type { World } from '../kernel/world'
import { withParts } from './access'
import { statisticsAt } from './counts'
import { processingAt } from './processing'
import { statusAt, type Video } from './videos'

/** The video resource with the named parts, as of now. */
export function videoResource(world: World, video: Video, parts: string[]): Record<string, unknown> {
  const nowMs = world.clock.nowMs()
  const { upload, processing } = processingAt(video, nowMs)
  const { snippet, channelId, channelTitle } = video
  const publishedAt = new Date(video.createdAtMs).toISOString()
  return withParts({ kind: 'youtube#video', etag: `${video.id}-${upload.uploadStatus}`, id: video.id }, parts, {
    snippet: { description: '', categoryId: '22', ...snippet, publishedAt, channelId, channelTitle },
    status: { license: 'youtube', embeddable: true, publicStatsViewable: true, ...statusAt(video, nowMs), ...upload },
    processingDetails: processing,
    contentDetails: {
      duration: `PT${video.durationSeconds}S`,
      definition: 'hd',
      hasCustomThumbnail: video.thumbnailSha256 !== undefined,
    },
    statistics: { ...statisticsOf(world, video), favoriteCount: '0' },
    paidProductPlacementDetails: video.paidProductPlacementDetails,
    localizations: video.localizations,
  })
}

/** `videos.batchGetStats`: a resource of its own, with the instant of publication and the length under other names. */
export function statsResource(world: World, video: Video, parts: string[]): Record<string, unknown> {
  return withParts({ kind: 'youtube#videoStats', etag: `stats-${video.id}`, id: video.id }, parts, {
    snippet: { publishTime: new Date(video.createdAtMs).toISOString() },
    contentDetails: { duration: `${video.durationSeconds}s` },
    statistics: statisticsOf(world, video),
  })
}

function statisticsOf(world: World, { channelId, createdAtMs }: Video): Record<string, string> {
  const channel = world.accounts.find('YOUTUBE', channelId)
  return channel ? statisticsAt(world.clock.nowMs() - createdAtMs, channel.profile) : {}
}
