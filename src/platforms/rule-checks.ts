import { z } from 'zod'
import type { Violation } from '../domain/errors'
import type { JsonSchema, PostDraft, VideoFacts } from '../domain/ports/platform'
import { hashtagFault } from '../domain/publish-rules'

/** What a platform takes as a video. Sizes in bytes, both bounds included. */
export interface VideoLimits {
  formats: readonly string[]
  maxSizeBytes: number
  minSeconds: number
  maxSeconds: number
}

/** Every fault of the options by themselves, with pointers under `/options`. */
export function optionViolations(schema: z.ZodType, options: Record<string, unknown>): Violation[] {
  const issues = schema.safeParse(options).error?.issues ?? []
  return issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) =>
        violation(`/options/${escaped(key)}`, 'unknown-option', 'is not an option of this platform'),
      )
    }
    const pointer = `/options${issue.path.map((part) => `/${escaped(String(part))}`).join('')}`
    const [first = ''] = issue.path
    const missing = issue.path.length === 1 && options[String(first)] === undefined
    return [
      missing
        ? violation(pointer, 'option-required', `is required. ${issue.message}`)
        : violation(pointer, 'invalid-option', issue.message),
    ]
  })
}

/** Each hashtag on its own: an array position and what is wrong with it. */
export const hashtagViolations = (draft: PostDraft): Violation[] =>
  draft.hashtags.flatMap((hashtag, index) => {
    const fault = hashtagFault(hashtag)
    return fault ? [violation(`/hashtags/${index}`, 'invalid-hashtag', fault)] : []
  })

export function videoViolations(video: VideoFacts, limits: VideoLimits): Violation[] {
  const broken: Violation[] = []
  const found = (code: string, message: string) => broken.push(violation('/video', code, message))
  if (!limits.formats.includes(video.format.toLowerCase())) {
    found('video-format', `${video.format} is not one of ${limits.formats.join(', ')}`)
  }
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

/** `1080x1920` → width and height; null for anything else. */
export function parseResolution(resolution: string): { width: number; height: number } | null {
  const [, width, height] = /^(\d{1,6})x(\d{1,6})$/.exec(resolution) ?? []
  return width && height ? { width: Number(width), height: Number(height) } : null
}

export const violation = (pointer: string, code: string, message: string): Violation => ({ pointer, code, message })

/** As callers may write the options: what has a default may be left out. */
export const toJsonSchema = (schema: z.ZodType): JsonSchema => z.toJSONSchema(schema, { io: 'input' })

/** RFC 6901. */
const escaped = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1')
