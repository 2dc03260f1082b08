import type { Bucket } from '../../domain/buckets'
import { BUCKET_MS } from '../../domain/buckets'
import { markup, type Markup } from '../markup'
import { drawArea, drawRun, runsOf, scale, type Place, type Point } from './line'
import { tellBucket, tellNumber, tellShort } from './texts'
import { timeTicks, valueTicks } from './ticks'

export interface ChartSize {
  /** Also its class, which the style shows or hides it by. */
  name: 'wide' | 'narrow'
  width: number
  height: number
  xTicks: number
  yTicks: number
}

const MARGIN = { top: 12, right: 24, bottom: 28, left: 48 }

/** Draws a counter over time, from zero, with axes; UTC. Each point tells its number to whoever points at it. */
export function drawChart(points: Point[], bucket: Bucket, label: string, size: ChartSize): Markup {
  const { name, width, height } = size
  const [right, bottom] = [width - MARGIN.right, height - MARGIN.bottom]
  const [fromMs, toMs] = spanOf(points, bucket)
  const values = valueTicks(Math.max(0, ...points.map(({ value }) => value ?? 0)), size.yTicks)
  const x = scale([fromMs, toMs], [MARGIN.left, right])
  const y = scale([0, values.at(-1) ?? 1], [bottom, MARGIN.top])
  const place: Place = (atMs, value) => ({ x: x(atMs), y: y(value) })
  const runs = runsOf(points, place)

  return markup`<svg class="chart ${name}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${name}-title ${name}-desc">
<title id="${name}-title">${label} over time</title>
<desc id="${name}-desc">${describe(points, bucket, label)}</desc>
<g class="grid">${values.map((value) => markup`<path d="M${MARGIN.left},${y(value)}H${right}"/>`)}</g>
<g class="ticks y">${values.map((value) => markup`<text x="${MARGIN.left - 8}" y="${y(value) + 4}">${tellShort(value)}</text>`)}</g>
<g class="ticks x">${timeTicks(fromMs, toMs, size.xTicks).map(
    (tick) =>
      markup`<path d="M${x(tick.atMs)},${bottom}v5"/><text x="${x(tick.atMs)}" y="${bottom + 20}">${tick.label}</text>`,
  )}</g>
<g class="area">${runs.map((run) => drawArea(run, bottom))}</g>
<g class="line">${runs.map(drawRun)}</g>
<g class="points">${points.map((_point, at) => drawPoint(points, at, bucket, place, [MARGIN.top, bottom]))}</g>
</svg>`
}

/** Where one point stands alone, it stands in the middle. */
function spanOf(points: Point[], bucket: Bucket): [number, number] {
  const [first = 0, last = 0] = [points[0]?.atMs, points.at(-1)?.atMs]
  return first === last ? [first - BUCKET_MS[bucket], last + BUCKET_MS[bucket]] : [first, last]
}

/** The spot itself, shown for the last one, and the stretch around it that answers to a pointer. */
function drawPoint(points: Point[], at: number, bucket: Bucket, place: Place, [top, bottom]: [number, number]) {
  const { atMs, value } = points[at] ?? { atMs: 0, value: null }
  if (value === null) return null
  const spot = place(atMs, value)
  const halfwayTo = (other: Point | undefined) => (other ? (place(other.atMs, 0).x + spot.x) / 2 : spot.x)
  const [left, right] = [halfwayTo(points[at - 1]), halfwayTo(points[at + 1])]
  const kind = at === points.length - 1 ? 'spot' : 'hidden spot'
  return markup`<g><rect x="${left}" y="${top}" width="${Math.max(1, right - left)}" height="${bottom - top}"/>
<circle class="${kind}" cx="${spot.x}" cy="${spot.y}" r="4"/>
<title>${tellBucket(bucket, atMs)}: ${tellNumber(value)}</title></g>`
}

/** The drawing in words. */
function describe(points: Point[], bucket: Bucket, label: string): string {
  const known = points.flatMap(({ atMs, value }) => (value === null ? [] : [{ atMs, value }]))
  const [first, last] = [known[0], known.at(-1)]
  if (!first || !last) return `No ${label.toLowerCase()} were told yet.`
  const tell = ({ atMs, value }: typeof first) => `${tellNumber(value)} on ${tellBucket(bucket, atMs)}`
  return first === last ? `${tell(first)}.` : `From ${tell(first)} to ${tell(last)}.`
}
