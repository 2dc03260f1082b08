import { createHash } from 'node:crypto'
import { markup, Markup } from './markup'

/** A text for people, in a browser. */
export interface PageText {
  title: string
  /** Plain text; escaped here. */
  paragraphs: string[]
  /** Small print, by its name. */
  facts?: Record<string, string>
}

const STYLE = 'body{font:16px/1.5 system-ui,sans-serif;max-width:34em;margin:3em auto;padding:0 1em}dl{color:#666}'

/** What is about one user at one moment: not kept by any cache, and no address of it told to anybody. */
export const PRIVATE_HEADERS = { 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' }

/** Of a page with that one style element: nothing is loaded or run, and nobody may frame it. */
export const pageHeaders = (style: string) => ({
  ...PRIVATE_HEADERS,
  'Content-Security-Policy': [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'X-Content-Type-Options': 'nosniff',
})

/** Of what `toPage` makes. */
export const PAGE_HEADERS = pageHeaders(STYLE)

/** A small page of our own, without script. */
export function toPage({ title, paragraphs, facts = {} }: PageText): string {
  const list = Object.entries(facts).map(([name, value]) => markup`<dt>${name}</dt><dd>${value}</dd>`)
  const body = markup`<h1>${title}</h1>
${paragraphs.map((text) => markup`<p>${text}</p>\n`)}${list.length > 0 ? markup`<dl>${list}</dl>` : null}`
  return toDocument(title, STYLE, body)
}

/** A whole page; its headers are those of `pageHeaders(style)`. */
export const toDocument = (title: string, style: string, body: Markup): string =>
  markup`<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>
<style>${new Markup(style)}</style></head>
<body>
${body}
</body>
</html>
`.text
