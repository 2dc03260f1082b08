import type { Profile } from '../kernel/profiles'

const HOUR_MS = 3_600_000

/** What a video has gathered at an age: it only grows, but for what YouTube takes back. */
export function countsAt(ageMs: number) {
  const gathered = (perHour: number) => Math.floor((Math.max(0, ageMs) / HOUR_MS) * perHour)
  return { views: gathered(240), likes: gathered(24), comments: gathered(6), shares: gathered(4) }
}

/** The Data API's `statistics`: numbers as text, and hidden ones absent. */
export function statisticsAt(
  ageMs: number,
  { hiddenCounts, countsCorrection }: Profile<'YOUTUBE'>,
): Record<string, string> {
  const { views, likes, comments } = countsAt(ageMs)
  const shown = (count: number) => String(Math.max(0, count - countsCorrection))
  const all = { viewCount: shown(views), likeCount: shown(likes), commentCount: shown(comments) }
  return Object.fromEntries(Object.entries(all).filter(([name]) => !(hiddenCounts as string[]).includes(name)))
}
