import type { Violation } from '../domain/errors'
import type { VideoFacts } from '../domain/ports/platform'
import { violation } from './rule-checks'

/** What a platform takes as a video. All bounds are included. */
export interface VideoLimits {
  formats: readonly string[]
  maxSizeBytes: number
  minSeconds: number
  maxSeconds: number
  /** Absent: the platform names none. */
  videoCodecs?: readonly string[]
  audioCodecs?: readonly string[]
  /** Frames per second. */
  frameRates?: { min: number; max: number }
}

/** What is not known of a video (null) breaks no rule. */
export function limitViolations(video: VideoFacts, limits: VideoLimits): Violation[] {
  const { formats, videoCodecs, audioCodecs } = limits
  return [
    ...sizeViolations(video, limits),
    ...oneOf('video-format', 'is', video.format.toLowerCase(), formats),
    ...oneOf('video-codec', 'has a picture in', video.videoCodec, videoCodecs),
    ...oneOf('audio-codec', 'has sound in', video.audioCodec, audioCodecs),
    ...frameRateViolations(video, limits),
  ]
}

function sizeViolations(video: VideoFacts, limits: VideoLimits): Violation[] {
  const broken: Violation[] = []
  const found = (code: string, message: string) => broken.push(violation('/video', code, message))
  if (video.sizeBytes < 1) found('video-empty', 'has no bytes')
  if (video.sizeBytes > limits.maxSizeBytes) {
    found('video-too-large', `has ${video.sizeBytes} bytes, more than ${limits.maxSizeBytes}`)
  }
  if (video.durationSeconds < limits.minSeconds) {
    found('video-too-short', `lasts ${video.durationSeconds} s, less than ${limits.minSeconds} s`)
  }
  if (video.durationSeconds > limits.maxSeconds) {
    found('video-too-long', `lasts ${video.durationSeconds} s, more than ${limits.maxSeconds} s`)
  }
  return broken
}

function oneOf(code: string, has: string, value: string | null, taken: readonly string[] | undefined): Violation[] {
  if (value === null || !taken || taken.includes(value)) return []
  const list = taken.map(nameOf).join(', ')
  return [violation('/video', code, `${has} ${nameOf(value)}, which is not one of ${list}`)]
}

/** To a tenth: it is measured from timestamps that are rounded themselves. */
function frameRateViolations({ frameRate }: VideoFacts, { frameRates }: VideoLimits): Violation[] {
  if (frameRate === null || !frameRates) return []
  const rate = Math.round(frameRate * 10) / 10
  if (rate >= frameRates.min && rate <= frameRates.max) return []
  const range = `${frameRates.min} to ${frameRates.max}`
  return [violation('/video', 'video-frame-rate', `has ${rate} frames per second, which is not within ${range}`)]
}

/** As people call them. */
const NAMES: Record<string, string> = {
  avc: 'H.264',
  hevc: 'H.265',
  vp8: 'VP8',
  vp9: 'VP9',
  av1: 'AV1',
  prores: 'ProRes',
  aac: 'AAC',
  opus: 'Opus',
  mp3: 'MP3',
}

const nameOf = (value: string): string => NAMES[value] ?? value

/** `1080x1920` → width and height; null for anything else. */
export function parseResolution(resolution: string): { width: number; height: number } | null {
  const [, width, height] = /^(\d{1,6})x(\d{1,6})$/.exec(resolution) ?? []
  return width && height ? { width: Number(width), height: Number(height) } : null
}
