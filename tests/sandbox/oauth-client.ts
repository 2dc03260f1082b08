import type { Reply, TestSandbox } from './platform-sandbox'

export const REDIRECT = 'https://app.example/oauth/callback?from=publisher'

/** What a person does on a consent page. */
export interface Decision {
  account: string
  /** Default: all that the page asks. */
  scopes?: string[]
  deny?: boolean
}

/** A browser with a person in it: reads the page, ticks what its form offers, and follows nowhere. */
export async function consent(sandbox: TestSandbox, url: string, asked: Record<string, string>, decision: Decision) {
  const address = `${url}?${new URLSearchParams(asked).toString()}`
  const page = await sandbox.send(address)
  if (page.status !== 200) throw new Error(`no page but ${page.status}: ${page.text}`)
  const form = new URLSearchParams({ decision: decision.deny ? 'deny' : 'allow', account: decision.account })
  for (const scope of decision.scopes ?? offered(page, 'scope')) form.append('scope', scope)
  const reply = await sandbox.send(address, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: Buffer.from(form.toString()),
  })
  const location = String(reply.headers.location)
  return { page, reply, location, answer: Object.fromEntries(new URL(location).searchParams) }
}

/** What the page's form has under a name. */
export const offered = (page: Reply, name: string): string[] =>
  [...page.text.matchAll(new RegExp(`name="${name}" value="([^"]*)"`, 'g'))].map(([, value]) => String(value))
