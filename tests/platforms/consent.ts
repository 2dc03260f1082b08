import { request } from 'undici'
import type { ConsentedAccount, ConsentProof, HeldTokens, PlatformLogin } from '../../src/domain/ports/login'
import type { TokenGrant } from '../../src/domain/ports/platform'

export const REDIRECT_URI = 'https://publisher.example/v1/oauth/callback'
export const VERIFIER = 'a-verifier-of-no-less-than-forty-three-characters'
export const STATE = 'state-1'

/** What a person does on a consent page. */
export interface Decision {
  account: string
  /** Default: all that is asked for. */
  scopes?: string[]
  deny?: boolean
}

/** A person with a browser: reads the page, sends its form. @returns the query of the address that the platform sends it to */
export async function decide(pageUrl: string, { account, scopes, deny = false }: Decision): Promise<URLSearchParams> {
  const page = await request(pageUrl)
  const html = await page.body.text()
  if (page.statusCode !== 200) throw new Error(`no page, but ${page.statusCode}: ${html}`)
  const offered = [...html.matchAll(/name="scope" value="([^"]*)"/g)].map(([, scope]) => String(scope))
  const form = new URLSearchParams({ decision: deny ? 'deny' : 'allow', account })
  for (const scope of scopes ?? offered) form.append('scope', scope)
  const { statusCode, headers, body } = await request(pageUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
  })
  const text = await body.text()
  if (statusCode !== 302) throw new Error(`no redirect, but ${statusCode}: ${text}`)
  const location = String(headers.location)
  if (!location.startsWith(`${REDIRECT_URI}?`)) throw new Error(`sent to ${location}`)
  return new URL(location).searchParams
}

export const verifierOf = ({ takesPkce }: PlatformLogin): string | null => (takesPkce ? VERIFIER : null)

/** The consent page of a login, asking for what the login asks. */
export const pageOf = (login: PlatformLogin): string =>
  login.consentUrl({ state: STATE, redirectUri: REDIRECT_URI, verifier: verifierOf(login) })

/** What a callback brings after a consent. */
export async function proofOf(login: PlatformLogin, decision: Decision): Promise<ConsentProof> {
  const answer = await decide(pageOf(login), decision)
  return { code: answer.get('code') ?? '', redirectUri: REDIRECT_URI, verifier: verifierOf(login) }
}

/** A connected account, and its tokens as a row holds them. */
export async function connected(
  login: PlatformLogin,
  decision: Decision,
  nowMs: number,
  loginName: string | null = null,
) {
  const accounts = await login.connect(await proofOf(login, decision))
  const account = accounts.find(({ platformUserId }) => platformUserId === decision.account) ?? accounts[0]
  return { account, held: heldTokens(account, account.grant, nowMs, loginName) }
}

/** The tokens of a row once a grant has been stored in it. */
export const heldTokens = (
  { platformUserId }: Pick<ConsentedAccount, 'platformUserId'>,
  grant: TokenGrant,
  nowMs: number,
  login: string | null = null,
): HeldTokens => ({
  platformUserId,
  login,
  accessToken: grant.accessToken,
  refreshToken: grant.refreshToken ?? null,
  expiresAtMs: grant.expiresInSeconds === null ? null : nowMs + grant.expiresInSeconds * 1000,
  refreshedAtMs: nowMs,
})
