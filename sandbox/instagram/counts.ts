const HOUR_MS = 3_600_000

/** What a Reel has gathered at an age: it only grows, but for what Meta takes back of each of the first four. */
export function countsAt(ageMs: number, correction: number) {
  const gathered = (perHour: number) => Math.floor((Math.max(0, ageMs) / HOUR_MS) * perHour)
  const corrected = (perHour: number) => Math.max(0, gathered(perHour) - correction)
  const [views, likes, comments, shares] = [corrected(120), corrected(12), corrected(3), corrected(2)]
  const [reach, saved, reposts] = [gathered(90), gathered(1), gathered(1)]
  return { views, reach, likes, comments, shares, saved, reposts }
}
