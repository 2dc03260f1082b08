import { json, type Answer } from '../kernel/answer'
import type { Call } from '../kernel/call'
import type { Endpoint } from '../kernel/serve'
import type { World } from '../kernel/world'
import { authorizeOwner, parametersOf } from './access'
import type { Container, Containers } from './containers'
import { graphError, parameterError } from './errors'
import { startFetch } from './fetch-video'
import { graphId } from './ids'

const MAX_CAPTION_LENGTH = 2200
const MAX_HASHTAGS = 30
const MAX_MENTIONS = 20

/** `POST /<IG_ID>/media`: makes a container and begins to fetch its video. */
export function mediaCreate(world: World, containers: Containers): Endpoint {
  return {
    method: 'post',
    path: '/:version/:id/media',
    operations: ['media.create'],
    handle: (call) => create(world, containers, call),
  }
}

async function create(world: World, containers: Containers, call: Call): Promise<Answer> {
  const account = await authorizeOwner(world, call)
  const parameters = await parametersOf(call)
  const mediaType = parameters.get('media_type')
  if (mediaType === 'VIDEO') throw graphError('videoAlone')
  if (mediaType !== 'REELS') throw graphError('badMediaType')
  const caption = parameters.get('caption') ?? ''
  refuseLongCaption(caption)
  const videoUrl = parameters.get('video_url')
  if (!videoUrl) throw parameterError('The parameter video_url is required')
  if (!/^https?:\/\/[\x21-\x7e]+$/.test(videoUrl) || !URL.canParse(videoUrl)) {
    throw parameterError('video_url must be an http or https URL in plain ASCII')
  }
  if (account.profile.banned) throw graphError('restricted')
  if (containers.createdToday(account) >= account.profile.containerCap) throw graphError('capReached')
  const container: Container = {
    id: graphId(world),
    accountId: account.accountId,
    caption,
    videoUrl,
    createdAtMs: world.clock.nowMs(),
    fetch: { state: 'running' },
  }
  containers.all().push(container)
  startFetch(world, container)
  return json(200, { id: container.id })
}

function refuseLongCaption(caption: string): void {
  const hashtags = caption.match(/#[\p{L}\p{N}_]+/gu)?.length ?? 0
  const mentions = caption.match(/@[\w.]+/g)?.length ?? 0
  if ([...caption].length > MAX_CAPTION_LENGTH || hashtags > MAX_HASHTAGS || mentions > MAX_MENTIONS) {
    throw graphError('captionTooLong')
  }
}
