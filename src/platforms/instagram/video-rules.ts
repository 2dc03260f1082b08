import type { Violation } from '../../domain/errors'
import type { VideoFacts } from '../../domain/ports/platform'
import { violation } from '../rule-checks'
import { limitViolations, parseResolution, type VideoLimits } from '../video-checks'

const MAX_WIDTH_PIXELS = 1_920
const MAX_ASPECT = 10
const MIN_ASPECT = 0.01

const LIMITS: VideoLimits = {
  formats: ['mp4', 'mov'],
  maxSizeBytes: 300 * 1024 ** 2,
  minSeconds: 3,
  maxSeconds: 900,
  videoCodecs: ['avc', 'hevc'],
  audioCodecs: ['aac'],
  frameRates: { min: 23, max: 60 },
}

/** Instagram API, reference of `POST /<IG_ID>/media`, "Reel specifications". */
export const checkInstagramVideo = (video: VideoFacts): Violation[] => [
  ...limitViolations(video, LIMITS),
  ...pictureViolations(video),
]

function pictureViolations({ resolution }: VideoFacts): Violation[] {
  const picture = parseResolution(resolution)
  if (!picture) return []
  const broken: Violation[] = []
  const found = (code: string, taken: string) =>
    broken.push(violation('/video', code, `is ${resolution}; Instagram takes ${taken}`))
  if (picture.width > MAX_WIDTH_PIXELS) found('video-picture-size', `up to ${MAX_WIDTH_PIXELS} pixels in width`)
  const aspect = picture.width / picture.height
  if (!(aspect >= MIN_ASPECT && aspect <= MAX_ASPECT)) found('video-aspect', '0.01:1 to 10:1')
  return broken
}
