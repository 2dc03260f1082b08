import { z } from 'zod'
import { empty, json } from '../kernel/answer'
import type { Account } from '../kernel/accounts'
import type { Endpoint } from '../kernel/serve'
import type { World } from '../kernel/world'
import { missing, partsOf, SCOPES } from './access'
import { apiError } from './errors'
import { checkMetadata, invalid, readResource } from './metadata'
import { method } from './method'
import { deleteVideo } from './user-actions'
import { videoResource } from './video-resource'
import { statusAt, type Video, type Videos } from './videos'

const change = { path: '/youtube/v3/videos', scopes: SCOPES.write, cost: { amount: 50 } }

/** `videos.update`: every group that `part` names is replaced as a whole, so what the body leaves out of it is gone. */
export function videosUpdate(world: World, videos: Videos): Endpoint {
  return method(world, { ...change, verb: 'put', operation: 'videos.update' }, async (call, channel) => {
    const parts = partsOf(call)
    const body = await call.json()
    const video = ownVideo(videos, channel, z.object({ id: z.string() }).safeParse(body).data?.id ?? null)
    const { snippet, status, paidProductPlacementDetails, localizations } = video
    const kept = { snippet, status, paidProductPlacementDetails, localizations }
    const given = readResource(body, parts)
    if (parts.includes('snippet') && given.snippet?.categoryId === undefined) {
      throw invalid('invalidCategoryId', 'An update of the snippet needs its category.')
    }
    const next = checkMetadata({ ...kept, ...given }, channel.profile.defaultPrivacy)
    refuseReschedule(video, given.status?.publishAt, world.clock.nowMs())
    replace(world, video, next)
    return json(200, videoResource(world, video, parts))
  })
}

/** `videos.delete` */
export function videosDelete(world: World, videos: Videos): Endpoint {
  return method(world, { ...change, verb: 'delete', operation: 'videos.delete' }, (call, channel) => {
    const video = ownVideo(videos, channel, call.query.get('id'))
    deleteVideo(world, videos, video)
    return empty(204)
  })
}

/** @throws Refusal 404 `videoNotFound`, 403 `forbidden` for another channel's video. */
export function ownVideo(videos: Videos, channel: Account, id: string | null): Video {
  if (id === null) throw missing('id')
  const video = videos.find(id)
  if (!video) throw apiError(404, 'videoNotFound', 'The video cannot be found.', 'youtube.video')
  if (video.channelId !== channel.accountId) throw apiError(403, 'forbidden', 'The video is another channel’s.')
  return video
}

/** Only a video that nobody could see yet can be given an instant. */
function refuseReschedule(video: Video, publishAt: string | undefined, nowMs: number): void {
  const wasPublished = video.wasPublished || statusAt(video, nowMs).privacyStatus === 'public'
  if (publishAt !== undefined && wasPublished) throw invalid('invalidPublishAt', 'The video has been published before.')
}

function replace(world: World, video: Video, next: ReturnType<typeof checkMetadata>): void {
  const nowMs = world.clock.nowMs()
  const wasPublished = [video, next].some((state) => statusAt(state, nowMs).privacyStatus === 'public')
  Object.assign(video, next, { wasPublished: video.wasPublished || wasPublished })
  const post = world.posts.find('YOUTUBE', video.id)
  if (!post) return
  const { snippet, status } = next
  Object.assign(post, {
    title: snippet.title,
    caption: snippet.description ?? '',
    visibility: status.privacyStatus,
    publicAt: status.publishAt,
  })
}
