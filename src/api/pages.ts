import { createHash } from 'node:crypto'

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

/** Nothing is loaded or run, and nobody may frame it. */
export const PAGE_HEADERS = {
  ...PRIVATE_HEADERS,
  'Content-Security-Policy': [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'X-Content-Type-Options': 'nosniff',
}

/** A small page of our own, without script. */
export function toPage({ title, paragraphs, facts = {} }: PageText): string {
  const list = Object.entries(facts).map(([name, value]) => `<dt>${escape(name)}</dt><dd>${escape(value)}</dd>`)
  return `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(title)}</title>
<style>${STYLE}</style></head>
<body>
<h1>${escape(title)}</h1>
${paragraphs.map((text) => `<p>${escape(text)}</p>`).join('\n')}
${list.length > 0 ? `<dl>${list.join('')}</dl>` : ''}
</body>
</html>
`
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
