import type { Platform } from '../../../src/domain/platform'
import { byService } from './publish'
import { RETURN_URL, type Scene } from './scene'

/**
 * Connects the user's account as a browser does it: the link, our start hop, the platform's page, our callback; and then
 * calls the callback once more.
 */
export async function connect(
  scene: Scene,
  { platform, platformUserId }: { platform: Platform; platformUserId: string },
  login: 'facebook' | null = null,
): Promise<void> {
  const { caller, world, keepSecret } = scene
  const asked = await caller.call('POST', `/v1/connections/${platform.toLowerCase()}/authorize`, {
    headers: byService(scene),
    body: { userId: world.userId, returnTo: RETURN_URL, login },
  })
  const link = new URL((JSON.parse(asked.body) as { url: string }).url)
  keepSecret({ kind: 'connect link', value: String(link.searchParams.get('link')) })

  const started = await caller.call('GET', pathOf(link))
  const [cookie = ''] = String(started.headers['set-cookie']).split(';')
  keepSecret({ kind: 'cookie', value: cookie.replace(/^.*?=/, '') })

  const callback = await consent(new URL(String(started.headers.location)), platformUserId)
  const ended = await caller.call('GET', pathOf(callback), { headers: { cookie } })
  if (!String(ended.headers.location).startsWith(`${RETURN_URL}?status=connected`))
    throw new Error(`${platform} was not connected: ${ended.status} ${String(ended.headers.location)} ${ended.body}`)
  await caller.call('GET', pathOf(callback), { headers: { cookie } })
}

/** The user's part, at the platform: everything is granted. */
async function consent(page: URL, account: string): Promise<URL> {
  const scopes = page.searchParams.get('scope')?.split(/[\s,]+/) ?? []
  const form = new URLSearchParams({ decision: 'allow', account })
  for (const scope of scopes) form.append('scope', scope)
  const answer = await fetch(page, { method: 'POST', redirect: 'manual', body: form })
  const callback = answer.headers.get('location')
  if (callback === null) throw new Error(`No consent: ${await answer.text()}`)
  return new URL(callback)
}

const pathOf = ({ pathname, search }: URL): string => pathname + search
