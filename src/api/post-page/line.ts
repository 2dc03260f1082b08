import { markup, type Markup } from '../markup'

/** What was known at an instant; null: it was asked for and not told. */
export interface Point {
  atMs: number
  value: number | null
}

export interface Spot {
  x: number
  y: number
}

/** Where a point lies in the drawing. */
export type Place = (atMs: number, value: number) => Spot

/** Runs of points with a value: a line is not drawn where nothing was told. */
export function runsOf(points: Point[], place: Place): Spot[][] {
  const runs: Spot[][] = [[]]
  for (const { atMs, value } of points) {
    if (value === null) runs.push([])
    else runs.at(-1)?.push(place(atMs, value))
  }
  return runs.filter((run) => run.length > 0)
}

const joined = (run: Spot[]): string => `M${run.map(({ x, y }) => `${x},${y}`).join('L')}`

/** A spot that stands alone is a dot: the round end of a line without length. */
export const drawRun = (run: Spot[]): Markup =>
  run.length === 1 ? markup`<path class="dot" d="${joined(run)}h0"/>` : markup`<path d="${joined(run)}"/>`

/** What lies between a run and the height `y`. */
export const drawArea = (run: Spot[], y: number): Markup => markup`<path d="${joined(run)}V${y}H${run[0]?.x ?? 0}Z"/>`

/** A scale from one stretch of numbers to another, to a tenth; a stretch without length lies in the middle. */
export const scale =
  ([from, to]: [number, number], [start, end]: [number, number]) =>
  (value: number): number => {
    const share = from === to ? 0.5 : (value - from) / (to - from)
    return Math.round((start + share * (end - start)) * 10) / 10
  }
