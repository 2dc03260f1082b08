import type { Account } from './accounts'
import type { Platform } from './platform'
import type { World } from './world'

/** What a user has allowed an app to do, until the app exchanges the code for a token. */
export interface Grant {
  platform: Platform
  /** Whose page it was: the code is good for that login's token endpoint only. */
  login: string
  accountId: string
  clientId: string
  redirectUri: string
  /** PKCE's, as the app sent it; null where it sent none. */
  challenge: string | null
  scopes: string[]
  /** What the platform's token answer depends on, beside the above. */
  options: Record<string, string>
}

/** What an app shows with a code. */
export interface CodeProof {
  platform: Platform
  login: string
  code: string
  clientId: string
  redirectUri: string
  /** The challenge that belongs to the verifier that the app has sent; null where it sent none. */
  challenge: string | null
}

export type Redemption<P extends Platform> =
  | { account: Account<P>; scopes: string[]; options: Record<string, string> }
  | { refused: 'unknown' | 'client' | 'redirect-uri' | 'verifier' }

type Code = Grant & { value: string; expiresAtMs: number }

const codesOf = (world: World) => world.store.section<Code[]>('oauth.codes', () => [])()

/** Makes a code for one exchange; `shape` gives it the platform's looks. */
export function issueCode(world: World, grant: Grant, lifeSeconds: number, shape = (random: string) => random): string {
  const value = shape(world.ids.text(43))
  codesOf(world).push({ ...grant, value, expiresAtMs: world.clock.nowMs() + lifeSeconds * 1000 })
  return value
}

/** Takes a code for the grant that it stands for. One that is shown wrongly stays good for who shows it right. */
export function redeemCode<P extends Platform>(world: World, proof: CodeProof & { platform: P }): Redemption<P> {
  const codes = codesOf(world)
  const code = codes.find(({ login, value }) => login === proof.login && value === proof.code)
  const account = code && world.accounts.find(proof.platform, code.accountId)
  if (!account || code.expiresAtMs <= world.clock.nowMs()) return { refused: 'unknown' }
  if (code.clientId !== proof.clientId) return { refused: 'client' }
  if (code.redirectUri !== proof.redirectUri) return { refused: 'redirect-uri' }
  if (code.challenge !== null && code.challenge !== proof.challenge) return { refused: 'verifier' }
  codes.splice(codes.indexOf(code), 1)
  return { account, scopes: code.scopes, options: code.options }
}
