import type { PostRow } from '../../database/posts'
import type { SeriesBucket } from '../../database/statistics/post-series'
import type { Bucket } from '../../domain/buckets'
import { PLATFORM_NAMES } from '../../domain/platform'
import { truncate } from '../../security/redaction'
import { markup, type Markup } from '../markup'
import { pageHeaders, toDocument } from '../pages'
import { drawChart, type ChartSize } from './chart'
import { freshnessOf, noticesOf } from './notices'
import { STYLE } from './style'
import { toTable } from './table'
import { tellMoment } from './texts'
import { pointsOf, toTiles } from './tiles'

export interface PostPage {
  post: PostRow
  bucket: Bucket
  series: SeriesBucket[]
  nowMs: number
  /** When its link ends. */
  expiresAtMs: number
}

/** As those of every page, and nothing that a search engine could find. */
export const POST_PAGE_HEADERS = {
  ...pageHeaders(STYLE),
  'Cache-Control': 'private, no-store',
  'X-Robots-Tag': 'noindex',
}

/** Words in a drawing shrink with it, so a small screen has one of its own. */
const SIZES: ChartSize[] = [
  { name: 'wide', width: 860, height: 300, xTicks: 8, yTicks: 5 },
  { name: 'narrow', width: 340, height: 230, xTicks: 4, yTicks: 4 },
]

/** A longer caption is a text, no heading. */
const HEADING_CHARS = 140

/** A post's numbers for a person: server-rendered, without script. */
export function toPostPage({ post, bucket, series, nowMs, expiresAtMs }: PostPage): string {
  const name = PLATFORM_NAMES[post.platform]
  const notices = noticesOf(post).map((notice) => markup`<p class="notice">${notice}</p>\n`)
  const body = markup`<main>
<header>
<p class="about"><strong>${name}</strong> · published ${tellMoment(post.publishedAt)} UTC</p>
${toHeading(post.caption)}
${post.hashtags.length > 0 ? markup`<p class="hashtags">${post.hashtags.map((tag) => `#${tag}`).join(' ')}</p>` : null}
${toLink(post, name)}
</header>
${notices}${toTiles(post, series, bucket, nowMs)}
<section class="card"><h2>Views over time</h2>
${toChart(series, bucket)}
</section>
${series.length > 0 ? markup`<details class="card"><summary>All numbers</summary>${toTable(series, bucket)}</details>` : null}
<footer>${[...freshnessOf(post, nowMs), `This page can be looked at until ${tellMoment(expiresAtMs)} UTC.`].map(
    (line) => markup`<p>${line}</p>\n`,
  )}</footer>
</main>`
  return toDocument(`${truncate(post.caption || 'Post', 60)} · ${name}`, STYLE, body)
}

function toHeading(caption: string): Markup {
  if (caption.length <= HEADING_CHARS) return markup`<h1>${caption || 'Post without a caption'}</h1>`
  return markup`<h1>${truncate(caption, HEADING_CHARS)}</h1>
<details><summary>Whole caption</summary><p class="whole">${caption}</p></details>`
}

/** Where the platform shows the post, and only to a web address. */
const toLink = ({ url, unavailableAt }: PostRow, name: string): Markup | null =>
  url !== null && url.startsWith('https://') && !unavailableAt
    ? markup`<a class="open" href="${url}" rel="noopener noreferrer">Open on ${name}</a>`
    : null

function toChart(series: SeriesBucket[], bucket: Bucket): Markup {
  const points = pointsOf(series, 'views')
  if (points.every(({ value }) => value === null)) return markup`<p class="empty">No views have been told yet.</p>`
  return markup`${SIZES.map((size) => drawChart(points, bucket, 'Views', size))}`
}
