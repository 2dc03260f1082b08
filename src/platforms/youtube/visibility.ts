import type { Warning } from '../../domain/errors'
import type { Video } from './client'
import type { YouTubeOptions } from './rules'

/**
 * Who can see a video, beside what was asked for.
 * - `settled`: it is so, or it is private and YouTube knows when to make it public.
 * - `due`: the instant has come and YouTube has not made it public yet.
 */
export type Visibility = { state: 'settled' } | { state: 'due' } | { state: 'differs'; warning: Warning }

export function visibilityOf({ status = {} }: Video, options: YouTubeOptions, nowMs: number): Visibility {
  const { privacyStatus: actual, publishAt: scheduled } = status
  const { privacyStatus: asked, publishAt } = options
  if (publishAt === undefined) return actual === asked ? { state: 'settled' } : differs(actual, asked)
  const isDue = Date.parse(publishAt) <= nowMs
  if (actual === 'private' && scheduled !== undefined) return { state: isDue ? 'due' : 'settled' }
  return actual === 'public' && isDue
    ? { state: 'settled' }
    : differs(actual, `private, and public from ${publishAt} on`)
}

const differs = (actual = 'of unknown visibility', asked: string): Visibility => ({
  state: 'differs',
  warning: {
    code: 'visibility-differs',
    message: `The video is ${actual}; asked for was ${asked}.`,
    remedy:
      "Change the visibility in YouTube Studio. If it happens again, check the channel's upload defaults and whether Google has verified the API project.",
  },
})
