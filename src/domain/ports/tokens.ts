import type { Platform } from '../platform'
import type { HeldTokens } from './login'
import type { TokenGrant } from './platform'

export type ConnectionStatus = 'ACTIVE' | 'EXPIRED' | 'REVOKED'

export interface StoredTokens extends HeldTokens {
  platform: Platform
  status: ConnectionStatus
  /** Since when an answer is awaited whose loss would lose the grant; null: none is. */
  refreshStartedAtMs: number | null
  /** Raised by every stored pair. */
  revision: number
}

/** A connection as a step of its owner is given it. */
export interface TokenRevision {
  connectionId: string
  revision: number
}

/** The token columns of connections. Every write is a compare-and-set on the revision that it started from. */
export interface TokenStore {
  /** Tokens are empty once the connection was ended. Null: there is no such connection. @throws PublishError `token-unreadable` */
  load(connectionId: string): Promise<StoredTokens | null>
  /** Writes down, before a refresh is sent whose lost answer loses the grant, that it is. False: a newer pair was stored. */
  beginRefresh(of: TokenRevision, nowMs: number): Promise<boolean>
  /**
   * The account is ACTIVE by it, unless it was disconnected meanwhile: then the pair is kept to be ended at the platform.
   * False: a sibling stored a newer pair first, which stays, or the tokens were erased.
   */
  store(of: TokenRevision, grant: TokenGrant, nowMs: number): Promise<boolean>
  /** A definite refusal of the platform: the user must reconnect. Only if no newer pair was stored meanwhile. */
  refuse(of: TokenRevision, refusal: { status: 'EXPIRED' | 'REVOKED'; reason: string }, nowMs: number): Promise<void>
  /** A refresh that was not refused and gave no pair: told, and changes nothing else. */
  refreshFailed(of: TokenRevision, code: string, nowMs: number): Promise<void>
  /** Forgets the tokens of a connection that is REVOKED. */
  erase(connectionId: string): Promise<void>
  /** Connections whose tokens are old enough to be renewed though nobody needs them: what has failed before comes last, the oldest first. */
  dueForRenewal(nowMs: number, limit: number): Promise<TokenRevision[]>
  /** Ended connections whose tokens are still here, because the platform could not be told. */
  unreleased(limit: number): Promise<string[]>
}

/** What has become of a connection's grant at its platform: `pending` is tried again until it is over. */
export type GrantEnd = 'revoked' | 'unsupported' | 'pending'

/** The one who may use a connection's refresh token: a single flight for each connection. */
export interface TokenOwner {
  /** Resolves once the row holds a pair newer than `staleRevision`, or the platform has refused. @throws PublishError of what is in the way */
  ensureFresh(connectionId: string, staleRevision: number): Promise<void>
  /** Ends the grant of a REVOKED connection at its platform and erases its tokens. `pending` also when Temporal is out of reach. */
  endGrant(connectionId: string): Promise<GrantEnd>
  /** The account was connected anew: jobs that wait for it look at their rows. Throws when Temporal is out of reach; the reconciler mends that. */
  reconnected(connectionId: string): Promise<void>
}
