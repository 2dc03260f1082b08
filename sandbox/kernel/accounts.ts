import type { VirtualClock } from './clock'
import type { Ids } from './ids'
import type { Platform } from './platform'
import { profileDefaults, type Profile } from './profiles'
import type { Store } from './store'

export interface Token {
  value: string
  issuedAtMs: number
  /** Null: no fixed life (Facebook's Page tokens). */
  expiresAtMs: number | null
  /** Speaks for the account's Page, and not for its user. */
  isPageToken?: true
}

export interface Account<P extends Platform = Platform> {
  platform: P
  /** TikTok open_id, Instagram user id, YouTube channel id. */
  accountId: string
  username: string
  profile: Profile<P>
  /** Newest last. */
  accessTokens: Token[]
  refreshTokens: Token[]
}

type TokenList = 'accessTokens' | 'refreshTokens'

export interface Holder<P extends Platform> {
  account: Account<P>
  token: Token
}

/** Accounts of all platforms and the tokens they gave to the app. Whether a found token is still good is the platform's judgement. */
export class Accounts {
  private readonly all

  constructor(
    store: Store,
    private readonly clock: VirtualClock,
    private readonly ids: Ids,
  ) {
    this.all = store.section<Account[]>('accounts', () => [])
    // A state that an older sandbox left lacks the newer fields.
    for (const { platform, username, profile } of this.all())
      Object.assign(profile, { ...profileDefaults[platform](username), ...profile })
  }

  of<P extends Platform>(platform: P): Account<P>[] {
    return this.all().filter((account): account is Account<P> => account.platform === platform)
  }

  find<P extends Platform>(platform: P, accountId: string): Account<P> | undefined {
    return this.of(platform).find((account) => account.accountId === accountId)
  }

  /** Adds an account without tokens. */
  add<P extends Platform>(platform: P, accountId: string, username: string): Account<P> {
    const account: Account<P> = {
      platform,
      accountId,
      username,
      profile: profileDefaults[platform](username),
      accessTokens: [],
      refreshTokens: [],
    }
    this.all().push(account)
    return account
  }

  byAccessToken<P extends Platform>(platform: P, value: string | undefined): Holder<P> | undefined {
    return this.byToken(platform, 'accessTokens', value)
  }

  byRefreshToken<P extends Platform>(platform: P, value: string | undefined): Holder<P> | undefined {
    return this.byToken(platform, 'refreshTokens', value)
  }

  /** Issues a token beside those that exist; `value` only where a test wants to choose it. */
  issue(account: Account, list: TokenList, lifeSeconds: number | null, value = this.ids.text(43)): Token {
    const issuedAtMs = this.clock.nowMs()
    const expiresAtMs = lifeSeconds === null ? null : issuedAtMs + lifeSeconds * 1000
    const token = { value, issuedAtMs, expiresAtMs }
    account[list].push(token)
    return token
  }

  /** The user lets the app use `scopes`. After a removal that is a new beginning: the tokens from before it stay dead. */
  letIn(account: Account, scopes: string[]): void {
    if (account.profile.revoked) Object.assign(account, { accessTokens: [], refreshTokens: [] })
    Object.assign(account.profile, { revoked: false, scopes })
  }

  /** Forgets the tokens of a list that are past their life. */
  dropExpired(account: Account, list: TokenList): void {
    account[list] = account[list].filter((token) => !this.isExpired(token))
  }

  /** False for a token past its life, and for every token of an account that took the app's permission away. */
  isLive({ account, token }: Holder<Platform>): boolean {
    return !account.profile.revoked && !this.isExpired(token)
  }

  isExpired(token: Token): boolean {
    return token.expiresAtMs !== null && token.expiresAtMs <= this.clock.nowMs()
  }

  private byToken<P extends Platform>(platform: P, list: TokenList, value: string | undefined): Holder<P> | undefined {
    for (const account of this.of(platform)) {
      const token = account[list].find((candidate) => candidate.value === value)
      if (token) return { account, token }
    }
    return undefined
  }
}
