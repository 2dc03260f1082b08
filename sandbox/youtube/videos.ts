import type { Account } from '../kernel/accounts'
import type { World } from '../kernel/world'
import { settingsOf } from '../settings'
import type { VideoMetadata } from './metadata'
import type { Processing } from './processing'

const DAY_MS = 86_400_000

/** A video whose last byte has arrived. */
export interface Video extends VideoMetadata, Processing {
  id: string
  channelId: string
  channelTitle: string
  durationSeconds: number
  /** Viewers could see it once, so its publication can no longer be scheduled. */
  wasPublished: boolean
  /** Hex. */
  thumbnailSha256?: string
}

export type Videos = ReturnType<typeof channelVideos>

/** Every uploaded video. */
export function channelVideos(world: World) {
  const all = world.store.section<Video[]>('youtube.videos', () => [])
  const nowMs = () => world.clock.nowMs()
  const own = (channel: Account) => all().filter(({ channelId }) => channelId === channel.accountId)
  return {
    add: (video: Video) => all().push(video),
    find: (id: string) => all().find((video) => video.id === id),
    remove: (video: Video) => all().splice(all().indexOf(video), 1),
    own,
    /** As its playlist and its reads show it: newest first, and a little late. */
    uploads: (channel: Account) => {
      const shownMs = nowMs() - settingsOf(world, 'YOUTUBE').uploadsLagSeconds * 1000
      return own(channel)
        .filter(({ createdAtMs }) => createdAtMs <= shownMs)
        .reverse()
    },
    /** Unknown ones, and private ones of others, are absent. */
    visible: (ids: string[], viewer: Account) =>
      all().filter((video) => ids.includes(video.id) && isVisible(video, viewer, nowMs())),
    searchable: (viewer: Account, onlyOwn: boolean) => {
      const shownMs = nowMs() - settingsOf(world, 'YOUTUBE').searchLagSeconds * 1000
      const isFound = (video: Video) =>
        onlyOwn ? video.channelId === viewer.accountId : statusAt(video, nowMs()).privacyStatus === 'public'
      return all()
        .filter((video) => video.createdAtMs <= shownMs && isFound(video))
        .reverse()
    },
    /** The channel's own allowance, apart from the project's quota. */
    isAtUploadCap: (channel: Account<'YOUTUBE'>) =>
      own(channel).filter(({ createdAtMs }) => createdAtMs > nowMs() - DAY_MS).length >= channel.profile.uploadCap,
  }
}

/** A scheduled video is private until its instant, and public from then on. */
export function statusAt({ status }: VideoMetadata, nowMs: number): VideoMetadata['status'] {
  const { publishAt, ...now } = status
  if (publishAt === undefined || Date.parse(publishAt) > nowMs) return status
  return { ...now, privacyStatus: 'public' }
}

function isVisible(video: Video, viewer: Account, nowMs: number): boolean {
  return video.channelId === viewer.accountId || statusAt(video, nowMs).privacyStatus !== 'private'
}
