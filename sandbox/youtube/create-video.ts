import type { Account } from '../kernel/accounts'
import type { World } from '../kernel/world'
import type { UploadSession } from './sessions'
import type { Videos } from './videos'

const UNVERIFIED_MAX_SECONDS = 900

/** Makes the video of a complete upload. One that processing will refuse is no post. @returns its id. */
export function createVideo(
  world: World,
  channel: Account<'YOUTUBE'>,
  { metadata }: Pick<UploadSession, 'metadata'>,
  videos: Videos,
  received: { bytes: number; sha256: string },
): string {
  const { accountId: channelId, profile } = channel
  const createdAtMs = world.clock.nowMs()
  const id = world.ids.text(11)
  const failReason = refusalOf(profile)
  const { privacyStatus, publishAt } = metadata.status
  videos.add({
    ...metadata,
    id,
    channelId,
    channelTitle: profile.channelTitle,
    durationSeconds: profile.videoSeconds,
    createdAtMs,
    processedAtMs: profile.processing === 'stuck' ? null : createdAtMs + profile.processingSeconds * 1000,
    failReason,
    wasPublished: privacyStatus === 'public',
  })
  if (failReason !== null) return id
  world.posts.add({
    platform: 'YOUTUBE',
    accountId: channelId,
    postId: id,
    url: `https://www.youtube.com/watch?v=${id}`,
    title: metadata.snippet.title,
    caption: metadata.snippet.description ?? '',
    ...received,
    createdAt: new Date(createdAtMs).toISOString(),
    visibility: privacyStatus,
    publicAt: publishAt,
  })
  return id
}

function refusalOf(profile: Account<'YOUTUBE'>['profile']): string | null {
  if (profile.processing === 'fail') return profile.failReason ?? 'codec'
  return !profile.verified && profile.videoSeconds > UNVERIFIED_MAX_SECONDS ? 'length' : null
}
