import type { World } from '../kernel/world'
import type { UploadSession } from './sessions'
import type { Videos } from './videos'

/** Makes the video of a complete upload. One that processing will refuse is no post. @returns its id. */
export function createVideo(
  world: World,
  session: UploadSession,
  videos: Videos,
  bytes: number,
  sha256: string,
): string {
  const { channelId, metadata } = session
  const channel = world.accounts.find('YOUTUBE', channelId)
  if (!channel) throw new Error(`channel ${channelId} of session ${session.id} is gone`)
  const { processing, processingSeconds, failReason, channelTitle } = channel.profile
  const createdAtMs = world.clock.nowMs()
  const id = world.ids.text(11)
  videos.add({
    ...metadata,
    id,
    channelId,
    channelTitle,
    createdAtMs,
    processedAtMs: processing === 'stuck' ? null : createdAtMs + processingSeconds * 1000,
    failReason: processing === 'fail' ? (failReason ?? 'codec') : null,
  })
  if (processing === 'fail') return id
  world.posts.add({
    platform: 'YOUTUBE',
    accountId: channelId,
    postId: id,
    url: `https://www.youtube.com/watch?v=${id}`,
    title: metadata.snippet.title,
    caption: metadata.snippet.description ?? '',
    bytes,
    sha256,
    createdAt: new Date(createdAtMs).toISOString(),
    visibility: metadata.status.privacyStatus,
  })
  return id
}
