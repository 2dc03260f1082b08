import type { Account } from '../kernel/accounts'
import { Refusal } from '../kernel/answer'
import type { Call } from '../kernel/call'
import { failure } from './envelope'
import type { Video } from './videos'

const SHOWN_TITLE_LENGTH = 150
const COVER_LIFE_SECONDS = 6 * 3_600

/** What `fields=` may ask of a video. */
const FIELDS: Record<string, (video: Video, nowMs: number) => unknown> = {
  id: ({ postId }) => postId,
  title: ({ title }) => title.slice(0, SHOWN_TITLE_LENGTH),
  video_description: ({ title }) => title.slice(0, SHOWN_TITLE_LENGTH),
  create_time: ({ createdAtMs }) => Math.floor(createdAtMs / 1000),
  share_url: ({ url }) => url,
  cover_image_url: ({ postId }, nowMs) =>
    `https://p16.tiktokcdn.example/cover/${postId}.jpeg?x-expires=${Math.floor(nowMs / 1000) + COVER_LIFE_SECONDS}`,
  view_count: viewsOf,
  like_count: (video, nowMs) => Math.floor(viewsOf(video, nowMs) / 10),
  comment_count: (video, nowMs) => Math.floor(viewsOf(video, nowMs) / 50),
  share_count: (video, nowMs) => Math.floor(viewsOf(video, nowMs) / 100),
}

const COUNTS = ['view_count', 'like_count', 'comment_count', 'share_count']

/** Grows with virtual time, for each video at a pace of its own. */
function viewsOf({ postId, createdAtMs }: Video, nowMs: number): number {
  const perHour = 60 + Number(BigInt(postId) % 600n)
  return Math.floor(((nowMs - createdAtMs) / 3_600_000) * perHour)
}

/** The fields that a call asks for, as a view on a video. @throws Refusal 400 where it asks for none, or for unknown ones. */
export function askedFields(
  call: Call,
  { profile }: Account<'TIKTOK'>,
): (video: Video, nowMs: number) => Record<string, unknown> {
  const asked = (call.query.get('fields') ?? '').split(',').filter(Boolean)
  if (asked.length === 0 || asked.some((name) => !Object.hasOwn(FIELDS, name))) {
    throw new Refusal(failure(400, 'invalid_params', `fields must be among ${Object.keys(FIELDS).join(',')}`))
  }
  const shown = (name: string, value: unknown) =>
    COUNTS.includes(name) ? Math.max(0, Number(value) - profile.countsCorrection) : value
  return (video, nowMs) => Object.fromEntries(asked.map((name) => [name, shown(name, FIELDS[name]?.(video, nowMs))]))
}
