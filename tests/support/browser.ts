/** What a person does on a consent page. */
export interface Decision {
  /** The platform's id of the account, or of whoever's accounts they are. */
  account: string
  /** Default: all that the page asks for. */
  scopes?: string[]
  deny?: boolean
}

export interface Visit {
  status: number
  headers: Headers
  /** Where the browser is sent to; empty where it stays. */
  location: string
  text: string
}

/** A browser with a person in it. It keeps cookies for their paths and goes nowhere by itself. */
export interface TestBrowser {
  visit(url: string, form?: URLSearchParams): Promise<Visit>
  /** From a link of ours over the consent page to the address that the platform sends back to, which is not visited. */
  consent(link: string, decision: Decision): Promise<string>
  cookies: Map<string, { value: string; path: string; attributes: string }>
}

export function openBrowser(): TestBrowser {
  const cookies: TestBrowser['cookies'] = new Map()

  async function visit(url: string, form?: URLSearchParams): Promise<Visit> {
    const { pathname } = new URL(url)
    const sent = [...cookies].filter(([, { path }]) => pathname === path || pathname.startsWith(`${path}/`))
    const response = await fetch(url, {
      redirect: 'manual',
      headers: {
        accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
        ...(sent.length > 0 && { cookie: sent.map(([name, { value }]) => `${name}=${value}`).join('; ') }),
      },
      ...(form && { method: 'POST', body: form }),
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = '', attributes = ''] = /^([^=]+)=([^;]*);(.*)$/.exec(line) ?? []
      const [, path = '/'] = /Path=([^;]+)/.exec(attributes) ?? []
      cookies.set(name, { value, path, attributes })
    }
    const { status, headers } = response
    return { status, headers, location: headers.get('location') ?? '', text: await response.text() }
  }

  return {
    cookies,
    visit,
    async consent(link, decision) {
      const start = await visit(link)
      if (start.status !== 302) throw new Error(`the link was answered ${start.status}: ${start.text}`)
      return decide(visit, start.location, decision)
    },
  }
}

/** Ticks what the consent page offers, and presses its button. */
async function decide(visit: TestBrowser['visit'], pageUrl: string, decision: Decision): Promise<string> {
  const page = await visit(pageUrl)
  if (page.status !== 200) throw new Error(`no consent page but ${page.status}: ${page.text}`)
  const offered = [...page.text.matchAll(/name="scope" value="([^"]*)"/g)].map(([, scope]) => String(scope))
  const form = new URLSearchParams({ decision: decision.deny ? 'deny' : 'allow', account: decision.account })
  for (const scope of decision.scopes ?? offered) form.append('scope', scope)
  const answer = await visit(pageUrl, form)
  if (answer.status !== 302) throw new Error(`the consent was answered ${answer.status}: ${answer.text}`)
  return answer.location
}
