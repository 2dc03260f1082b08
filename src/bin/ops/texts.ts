const MOST_LETTERS = 90

/** One line of a text. */
export function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length <= MOST_LETTERS ? line : `${line.slice(0, MOST_LETTERS - 1)}…`
}

const UNITS: [number, string][] = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
]

/** How long ago in the largest unit: `3 h`. */
export function ago(atMs: number, nowMs: number): string {
  const [unitMs, unit] = UNITS.find(([size]) => nowMs - atMs >= size) ?? [1_000, 's']
  return `${Math.max(0, Math.floor((nowMs - atMs) / unitMs))} ${unit}`
}

/** An instant without what is below a second. */
export const toSecond = (instant: string): string => instant.replace(/\.\d+Z$/, 'Z')
