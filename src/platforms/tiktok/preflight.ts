import { type Problem, PublishError } from '../../domain/errors'
import type { VideoFacts } from '../../domain/ports/platform'
import type { CreatorInfo } from './client'
import { tiktokErrors } from './errors'
import type { TikTokOptions } from './rules'

/**
 * What only the account can tell, as TikTok wants it asked before every direct post. Bans and caps are thrown by the call itself.
 * @throws PublishError when the creator lacks the privacy level or may not post so long a video.
 */
export function checkCreator(creator: CreatorInfo, options: TikTokOptions, video: VideoFacts): void {
  if (!creator.privacy_level_options.includes(options.privacyLevel)) {
    throw new PublishError(
      tiktokErrors.problem('preflight', { status: null, code: 'privacy_level_option_mismatch' }, 0),
    )
  }
  if (video.durationSeconds > creator.max_video_post_duration_sec) {
    throw new PublishError(tooLong(video.durationSeconds, creator.max_video_post_duration_sec))
  }
}

const tooLong = (seconds: number, maxSeconds: number): Problem => ({
  code: 'video-too-long-for-creator',
  category: 'media',
  message: `The video lasts ${seconds} s; TikTok lets this creator post up to ${maxSeconds} s.`,
  remedy: 'Publish a shorter cut.',
})
