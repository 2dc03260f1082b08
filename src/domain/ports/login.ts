import type { Platform } from '../platform'
import type { Account, TokenGrant } from './platform'

/** What a consent page is opened for. */
export interface ConsentAsk {
  /** Unguessable; comes back with the callback. */
  state: string
  /** Exactly as it is registered at the platform. */
  redirectUri: string
  /** PKCE's secret, of which the page gets the challenge; null where the login takes none. */
  verifier: string | null
}

/** What the callback brought, and what the consent page was opened with. */
export interface ConsentProof {
  /** Single use. A secret. */
  code: string
  redirectUri: string
  verifier: string | null
}

/** An account that the user has let the app use. */
export interface ConsentedAccount {
  platformUserId: string
  platformUsername: string
  /** The name under which the platform tells of a removal, where that is another one. */
  appScopedUserId: string | null
  grant: TokenGrant
}

/** The tokens of a connection. All secret. */
export interface HeldTokens extends Account {
  refreshToken: string | null
  /** Epoch ms at which the access token ends; null where it has no fixed end. */
  expiresAtMs: number | null
  /** Epoch ms at which the pair was stored; null where that is not known. */
  refreshedAtMs: number | null
}

/** What a login asks for, by the platform's own names. */
export interface LoginScopes {
  readonly asked: readonly string[]
  readonly needed: readonly string[]
  /** What else gives a scope, by its name: a wider one that the user has granted before. */
  readonly impliedBy?: Readonly<Record<string, readonly string[]>>
}

/**
 * A platform's login: how a user lets the app use an account, and how that permission is kept and given back. Knows no
 * database and no Temporal; every method may throw a `PublishError` classified by the platform's table, of category
 * `auth` only on the platform's definite refusal.
 */
export interface PlatformLogin {
  /** `asked` at consent; without all that is `needed`, the account cannot be published to. */
  readonly scopes: LoginScopes
  readonly takesPkce: boolean
  /** The refresh token dies with its use, so that a lost answer loses the grant. */
  readonly rotates: boolean
  /** The app can end a grant; where it cannot, only the user can, in the platform's own settings. */
  readonly revocable: boolean
  /** The address of the platform's consent page. */
  consentUrl(ask: ConsentAsk): string
  /**
   * Exchanges the code, for tokens as long-lived as the platform gives.
   * @returns every account that the user could mean, never none
   */
  connect(proof: ConsentProof): Promise<[ConsentedAccount, ...ConsentedAccount[]]>
  /** A new pair for the stored one, or the stored one again where the platform says that it is good and gives no other yet. */
  refresh(tokens: HeldTokens): Promise<TokenGrant>
  /** Ends the grant. `unsupported`: only the user can, in the platform's own settings. A grant that has ended counts as ended. */
  revoke(tokens: HeldTokens): Promise<'revoked' | 'unsupported'>
}

/** A platform's logins by their name; the platform's own is `null` in rows and `own` here. */
export type PlatformLogins = { own: PlatformLogin } & Partial<Record<'facebook', PlatformLogin>>

export type Logins = Record<Platform, PlatformLogins>
