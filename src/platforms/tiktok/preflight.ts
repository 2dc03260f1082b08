import { type Problem, PublishError } from '../../domain/errors'
import type { VideoFacts } from '../../domain/ports/platform'
import type { CreatorInfo } from './answers'
import { tiktokErrors } from './errors'
import type { DirectPost } from './rules'

/**
 * What only the account can tell, as TikTok wants it asked before every direct post. Bans and caps are thrown by the call itself;
 * comments, duets and stitches that the account has switched off stay off, whatever a post asks for.
 * @throws PublishError when the creator lacks the privacy level or may not post so long a video.
 */
export function checkCreator(creator: CreatorInfo, options: DirectPost, video: VideoFacts): void {
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
