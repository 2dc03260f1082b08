import type { Account } from '../kernel/accounts'
import type { World } from '../kernel/world'
import type { PostText, PublishTask } from './tasks'
import { announce } from './webhooks'

/** A video on a creator's profile. */
export interface Video extends PostText {
  postId: string
  /** Further ids that the status tells of the same post. */
  otherIds: string[]
  publishId: string
  accountId: string
  url: string
  createdAtMs: number
  /** End of the moderation: from then on a public video is told by its id. */
  toldAtMs: number
}

/** What a video was made from; without a publish id by the creator, in TikTok's own app. */
interface Origin {
  publishId: string
  bytes: number
  sha256: string
}

export type Videos = ReturnType<typeof tiktokVideos>

/** Every video that was published, and with it the post in the oracle. */
export function tiktokVideos(world: World) {
  const all = world.store.section<Video[]>('tiktok.videos', () => [])
  // Nineteen digits, far above 2^53, as TikTok's ids are.
  const newId = () => String(7_600_000_000_000_000_000n + world.ids.below(10n ** 17n))
  const isVisible = ({ privacyLevel, toldAtMs }: Video) =>
    privacyLevel === 'PUBLIC_TO_EVERYONE' && toldAtMs <= world.clock.nowMs()
  const named = (video: Video) => ({ publish_id: video.publishId, post_id: video.postId })

  function changed(postId: string, change: (video: Video) => void): boolean {
    const video = all().find((candidate) => candidate.postId === postId)
    if (!video) return false
    const wasVisible = isVisible(video)
    change(video)
    if (wasVisible) announce(world, video.accountId, 'post.publish.no_longer_publicaly_available', named(video))
    return true
  }

  function put(account: Account<'TIKTOK'>, post: PostText, from: Origin, createdAtMs: number): Video {
    const { accountId, username, profile } = account
    const [postId = '', ...otherIds] = Array.from({ length: profile.publicIdCount }, newId)
    const url = `https://www.tiktok.com/@${username}/video/${postId}`
    const { publishId, bytes, sha256 } = from
    const toldAtMs = createdAtMs + profile.publicIdDelaySeconds * 1000
    const video = { ...post, postId, otherIds, publishId, accountId, url, createdAtMs, toldAtMs }
    all().push(video)
    world.posts.add({
      platform: 'TIKTOK',
      accountId,
      postId,
      url,
      caption: post.title,
      bytes,
      sha256,
      createdAt: new Date(world.clock.nowMs()).toISOString(),
      visibility: post.privacyLevel,
    })
    return video
  }

  return {
    /** Those that strangers can see and TikTok's reads tell, newest first. */
    visibleOf: ({ accountId }: Account) =>
      all()
        .filter((video) => video.accountId === accountId && isVisible(video))
        .sort((a, b) => b.createdAtMs - a.createdAtMs),

    toldIdsOf: ({ publishId }: PublishTask) =>
      all()
        .filter((video) => video.publishId === publishId && isVisible(video))
        .flatMap(({ postId, otherIds }) => [postId, ...otherIds]),

    /** Puts a whole video on the profile, as it is once it has been processed at `createdAtMs`. */
    add(account: Account<'TIKTOK'>, task: PublishTask, post: PostText, createdAtMs: number): void {
      const from = { publishId: task.publishId, bytes: task.receivedBytes, sha256: task.sha256 ?? '' }
      const video = put(account, post, from, createdAtMs)
      if (post.privacyLevel !== 'PUBLIC_TO_EVERYONE') return
      announce(world, video.accountId, 'post.publish.publicly_available', named(video), video.toldAtMs)
    },

    /** The creator posts a video without any app's help. @returns its id */
    addOwn: (account: Account<'TIKTOK'>, post: PostText): string =>
      put(account, post, { publishId: '', bytes: 0, sha256: '' }, world.clock.nowMs()).postId,

    /** False: there is no such video. */
    remove: (postId: string) =>
      changed(postId, (video) => {
        all().splice(all().indexOf(video), 1)
        world.posts.remove('TIKTOK', postId)
      }),

    /** Leaves the video to its creator alone. False: there is no such video. */
    hide: (postId: string) =>
      changed(postId, (video) => {
        video.privacyLevel = 'SELF_ONLY'
        const post = world.posts.find('TIKTOK', postId)
        if (post) post.visibility = video.privacyLevel
      }),
  }
}
