import { ControlError, parse } from '../control/input'
import { namedPost, postVideos } from '../control/own-posts'
import type { PlatformHost } from '../kernel/serve'
import type { World } from '../kernel/world'
import { createVideo } from './create-video'
import type { Video, Videos } from './videos'

/** What a user does in YouTube Studio: posts public videos, deletes one, makes it private. */
export function userActions(world: World, videos: Videos): PlatformHost['actions'] {
  const videoOf = (input: unknown): Video => {
    const { postId } = parse(namedPost, input)
    const video = videos.find(postId)
    if (!video) throw new ControlError(404, `there is no video ${postId}`)
    return video
  }
  return {
    'post-videos': (input) =>
      postVideos(world, 'YOUTUBE', input, (channel, description) => {
        const snippet = { title: 'Posted in YouTube Studio', description }
        const metadata = { snippet, status: { privacyStatus: 'public' } }
        return createVideo(world, channel, { metadata }, videos, { bytes: 0, sha256: '' })
      }),
    'delete-video': (input) => deleteVideo(world, videos, videoOf(input)),
    'hide-video': (input) => hideVideo(world, videoOf(input)),
  }
}

export function deleteVideo(world: World, videos: Videos, video: Video): void {
  videos.remove(video)
  world.posts.remove('YOUTUBE', video.id)
}

function hideVideo(world: World, video: Video): void {
  video.status = { ...video.status, privacyStatus: 'private' }
  const post = world.posts.find('YOUTUBE', video.id)
  if (post) post.visibility = 'private'
}
