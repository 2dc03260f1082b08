import { graphError, parameterError } from './errors'
import type { Graph } from './graph'

const MAX_CAPTION_LENGTH = 2200
const MAX_HASHTAGS = 30
const MAX_MENTIONS = 20
const MAX_COLLABORATORS = 3

const BOOLEAN = (text: string) => text === 'true' || text === 'false'

/** What may be said of a Reel beside its caption, and how. */
const OPTIONS: Record<string, (text: string) => boolean> = {
  share_to_feed: BOOLEAN,
  is_ai_generated: BOOLEAN,
  thumb_offset: (text) => /^\d+$/.test(text),
  location_id: (text) => /^\d+$/.test(text),
  audio_name: (text) => text !== '',
  collaborators: isListOfNames,
}

export interface ContainerParameters {
  caption: string
  options: Record<string, string>
  coverUrl: string | null
  /** Null: the bytes come by rupload. */
  videoUrl: string | null
}

/** @throws Refusal for what Instagram does not take. */
export function containerParameters(parameters: URLSearchParams, login: Graph['login']): ContainerParameters {
  const mediaType = parameters.get('media_type')
  if (mediaType === 'VIDEO') throw graphError('videoAlone')
  if (mediaType !== 'REELS') throw graphError('badMediaType')
  if (parameters.has('trial_params')) throw graphError('trialNotAllowed')
  const caption = parameters.get('caption') ?? ''
  refuseLongCaption(caption)
  const coverUrl = parameters.get('cover_url')
  if (coverUrl !== null) refuseBadUrl('cover_url', coverUrl)
  return { caption, options: optionsOf(parameters), coverUrl, videoUrl: videoUrlOf(parameters, login) }
}

function videoUrlOf(parameters: URLSearchParams, login: Graph['login']): string | null {
  const uploadType = parameters.get('upload_type')
  if (uploadType === 'resumable' && login === 'facebook') return null
  if (uploadType !== null) throw parameterError(`The parameter upload_type cannot be ${uploadType}`)
  const videoUrl = parameters.get('video_url')
  if (!videoUrl) throw parameterError('The parameter video_url is required')
  refuseBadUrl('video_url', videoUrl)
  return videoUrl
}

function optionsOf(parameters: URLSearchParams): Record<string, string> {
  const given = Object.keys(OPTIONS).flatMap((name) => {
    const text = parameters.get(name)
    return text === null ? [] : [[name, text] as const]
  })
  for (const [name, text] of given) {
    if (!OPTIONS[name]?.(text)) throw parameterError(`The parameter ${name} is malformed`)
  }
  return Object.fromEntries(given)
}

function refuseBadUrl(name: string, url: string): void {
  if (/^https?:\/\/[\x21-\x7e]+$/.test(url) && URL.canParse(url)) return
  throw parameterError(`${name} must be an http or https URL in plain ASCII`)
}

function refuseLongCaption(caption: string): void {
  const hashtags = caption.match(/#[\p{L}\p{N}_]+/gu)?.length ?? 0
  const mentions = caption.match(/@[\w.]+/g)?.length ?? 0
  if ([...caption].length > MAX_CAPTION_LENGTH || hashtags > MAX_HASHTAGS || mentions > MAX_MENTIONS) {
    throw graphError('captionTooLong')
  }
}

function isListOfNames(text: string): boolean {
  try {
    const names: unknown = JSON.parse(text)
    return Array.isArray(names) && names.length <= MAX_COLLABORATORS && names.every((name) => typeof name === 'string')
  } catch {
    return false
  }
}
