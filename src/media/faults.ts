import type { Problem } from '../domain/errors'
import { PublishError } from '../domain/errors'

const fault = (code: string, message: string, remedy: string): Problem => ({ code, category: 'media', message, remedy })

export const NOT_A_VIDEO = fault(
  'not-a-video',
  'The object is no video: its bytes are of no container that Publisher knows.',
  'Check that the right file was uploaded. MP4, MOV and WebM are taken.',
)

export const NO_VIDEO_TRACK = fault(
  'no-video-track',
  'The file has no picture: there is no video track in it.',
  'Export it with its picture, as MP4 with H.264 for instance.',
)

export const TRUNCATED = fault(
  'truncated',
  'The file ends before its container says that it does, or its index was never written.',
  'Upload the whole file. If it is whole, its recording was not finished: export it again.',
)

export const DAMAGED = fault(
  'damaged',
  "The video's container contradicts itself and cannot be read.",
  'Export the video again, as MP4 with H.264 for instance.',
)

export const TOO_COSTLY = fault(
  'inspection-too-costly',
  'What describes the video takes more bytes, memory or time to read than an inspection may cost.',
  'Export the video again as MP4 with its index in one piece (not fragmented).',
)

/** @param container by its usual name, e.g. `Matroska` */
export const containerNotSupported = (container: string): Problem =>
  fault(
    'container-not-supported',
    `The video is in a container that no platform takes (${container}).`,
    'Export it as MP4, MOV or WebM.',
  )

export const refused = (problem: Problem): PublishError => new PublishError(problem)
