import { markup, type Markup } from '../markup'
import { drawRun, runsOf, scale, type Point } from './line'

const WIDTH = 120
const HEIGHT = 32
const EDGE = 3

/** A small line without axes, from the least to the most that it shows; for looking beside the number itself. */
export function drawSparkline(points: Point[]): Markup | null {
  const known = points.flatMap(({ value }) => value ?? [])
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last || known.length < 2) return null
  const [least, most] = [Math.min(...known), Math.max(...known)]
  const x = scale([first.atMs, last.atMs], [EDGE, WIDTH - EDGE])
  const y = scale([least, most], [HEIGHT - EDGE, EDGE])
  const runs = runsOf(points, (atMs, value) => ({ x: x(atMs), y: y(value) }))
  return markup`<svg class="sparkline" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">${runs.map(drawRun)}</svg>`
}
