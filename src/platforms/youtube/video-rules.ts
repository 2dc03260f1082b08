import type { Violation } from '../../domain/errors'
import type { VideoFacts } from '../../domain/ports/platform'
import { limitViolations, type VideoLimits } from '../video-checks'

const LIMITS: VideoLimits = {
  formats: ['mp4', 'mov', 'webm'],
  maxSizeBytes: 256 * 1024 ** 3,
  minSeconds: 1,
  maxSeconds: 12 * 3_600,
}

/**
 * YouTube Help, "Upload videos longer than 15 minutes": 256 GB or 12 hours. It names no bound of codecs, pictures and frame
 * rates: what it cannot convert, it tells by `failureReason` (Data API, `videos` resource).
 */
export const checkYouTubeVideo = (video: VideoFacts): Violation[] => limitViolations(video, LIMITS)
