import { COUNTERS } from '../../database/statistics/counters'
import type { SeriesBucket } from '../../database/statistics/post-series'
import type { Bucket } from '../../domain/buckets'
import { markup, type Markup } from '../markup'
import { tellBucket, tellChange, tellNumber } from './texts'
import { LABELS } from './tiles'

const SPANS: Record<Bucket, string> = { hour: 'Hour', day: 'Day', week: 'Week from' }

/** Every number of the charts, the newest first. */
export const toTable = (series: SeriesBucket[], bucket: Bucket): Markup => markup`<div class="scroll"><table>
<thead><tr><th scope="col">${SPANS[bucket]} (UTC)</th><th scope="col">Gained views</th>${COUNTERS.map(
  (counter) => markup`<th scope="col">${LABELS[counter]}</th>`,
)}</tr></thead>
<tbody>
${series.toReversed().map((row) => toRow(row, bucket))}</tbody>
</table></div>`

const toRow = ({ startsAt, counters, gained }: SeriesBucket, bucket: Bucket): Markup =>
  markup`<tr><th scope="row">${tellBucket(bucket, startsAt)}</th><td>${gained.views === null ? '–' : tellChange(gained.views)}</td>${COUNTERS.map(
    (counter) => markup`<td>${toCell(counters[counter])}</td>`,
  )}</tr>
`

const toCell = (value: number | null): string => (value === null ? '–' : tellNumber(value))
