import type { Violation } from '../../domain/errors'
import type { VideoFacts } from '../../domain/ports/platform'
import { violation } from '../rule-checks'
import { limitViolations, parseResolution, type VideoLimits } from '../video-checks'

const MIN_SIDE_PIXELS = 360
const MAX_SIDE_PIXELS = 4_096

const LIMITS: VideoLimits = {
  formats: ['mp4', 'mov', 'webm'],
  maxSizeBytes: 4 * 1024 ** 3,
  minSeconds: 1,
  maxSeconds: 600,
  videoCodecs: ['avc', 'hevc', 'vp8', 'vp9'],
  frameRates: { min: 23, max: 60 },
}

/** Content Posting API, "Media Transfer Guide", video restrictions. TikTok itself checks them after it has taken the file. */
export const checkTikTokVideo = (video: VideoFacts): Violation[] => [
  ...limitViolations(video, LIMITS),
  ...pictureViolations(video),
]

function pictureViolations({ resolution }: VideoFacts): Violation[] {
  const picture = parseResolution(resolution)
  if (!picture) return []
  const sides = [picture.width, picture.height]
  if (sides.every((side) => side >= MIN_SIDE_PIXELS && side <= MAX_SIDE_PIXELS)) return []
  const range = `${MIN_SIDE_PIXELS} to ${MAX_SIDE_PIXELS} pixels`
  return [violation('/video', 'video-picture-size', `is ${resolution}; TikTok takes sides of ${range}`)]
}
