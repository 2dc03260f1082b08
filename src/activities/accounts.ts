import { PublishError } from '../domain/errors'
import { ACCOUNT_CHANGED, reconnectRequired, refusedAnew } from '../domain/job-account'
import type { Clock } from '../domain/ports/clock'
import type { Account } from '../domain/ports/platform'
import type { PublishBrief } from '../domain/ports/run'
import type { StoredTokens, TokenOwner, TokenStore } from '../domain/ports/tokens'
import { isAuthError, PERMISSION_MISSING, refusalOf } from '../domain/refusal'

/** Which account a step must act for. */
export type PinnedAccount = Pick<PublishBrief, 'connectionId' | 'platformUserId'>

/** An account with the revision of the token that it carries. */
export interface HeldAccount {
  account: Account
  connectionId: string
  revision: number
}

/** A `read` may lack a permission without which the account can be published to all the same. */
export type CallKind = 'publish' | 'read'

type Work<T> = (account: Account) => Promise<T>

export interface Accounts {
  /** The job's account with a token that is good for a while; a stale one is renewed by the connection's owner first. */
  hold(pinned: PinnedAccount): Promise<HeldAccount>
  /** After the platform refused the held token: a newer one. */
  renew(pinned: PinnedAccount, held: HeldAccount): Promise<HeldAccount>
  /**
   * Makes one call. A definite refusal of the grant is written into the connection: from then on its jobs wait without a
   * call, and its user is told. A dead token, which renewing may mend, is left to the caller.
   */
  use<T>(held: HeldAccount, kind: CallKind, work: Work<T>): Promise<T>
  /** `use` for a repeatable call: a token that dies during it is renewed once and the call made again. */
  call<T>(pinned: PinnedAccount, kind: CallKind, work: Work<T>): Promise<T>
}

const DEAD_TOKEN = 'access-token-invalid'

/** The token is dead but the grant may live: what renewing can mend. */
export const isDeadToken = (error: unknown): error is PublishError =>
  error instanceof PublishError && error.problem.code === DEAD_TOKEN

/** Which token a step uses. @throws PublishError `reconnect-required` or `account-changed`. */
export function createAccounts(deps: {
  tokens: TokenStore
  owner: TokenOwner
  clock: Clock
  tokenMarginMs: number
}): Accounts {
  const { tokens, owner, clock, tokenMarginMs } = deps

  async function load({ connectionId, platformUserId }: PinnedAccount) {
    const stored = connectionId === null ? null : await tokens.load(connectionId)
    if (connectionId === null || stored === null) throw new PublishError(reconnectRequired(null))
    if (stored.status !== 'ACTIVE') throw new PublishError(reconnectRequired(stored.status))
    if (platformUserId !== null && stored.platformUserId !== platformUserId) throw new PublishError(ACCOUNT_CHANGED)
    return heldOf(connectionId, stored)
  }

  async function hold(pinned: PinnedAccount): Promise<HeldAccount> {
    const held = await load(pinned)
    const isFresh = held.expiresAtMs === null || held.expiresAtMs - tokenMarginMs > clock.nowMs()
    return isFresh ? held : renew(pinned, held)
  }

  async function renew(pinned: PinnedAccount, { connectionId, revision }: HeldAccount): Promise<HeldAccount> {
    try {
      await owner.ensureFresh(connectionId, revision)
    } catch (error) {
      throw asOwnFault(error)
    }
    return load(pinned)
  }

  async function use<T>(held: HeldAccount, kind: CallKind, work: Work<T>): Promise<T> {
    try {
      return await work(held.account)
    } catch (error) {
      if (isGrantRefused(error, kind)) await end(held, error)
      throw error
    }
  }

  /** Only the pair that was used: a newer one may be good. */
  const end = ({ connectionId, revision }: HeldAccount, { problem }: PublishError) =>
    tokens.refuse({ connectionId, revision }, refusalOf(problem), clock.nowMs())

  return {
    hold,
    renew,
    use,
    async call(pinned, kind, work) {
      const held = await hold(pinned)
      try {
        return await use(held, kind, work)
      } catch (error) {
        if (!isDeadToken(error)) throw error
      }
      const renewed = await renew(pinned, held)
      return use(renewed, kind, (account) =>
        work(account).catch((error: unknown) => {
          throw isDeadToken(error) ? new PublishError(refusedAnew(error.problem), { cause: error }) : error
        }),
      )
    },
  }
}

const heldOf = (connectionId: string, stored: StoredTokens): HeldAccount & { expiresAtMs: number | null } => {
  const { platformUserId, accessToken, login, revision, expiresAtMs } = stored
  return { connectionId, revision, expiresAtMs, account: { platformUserId, accessToken, login } }
}

const isGrantRefused = (error: unknown, kind: CallKind): error is PublishError =>
  isAuthError(error) &&
  error.problem.code !== DEAD_TOKEN &&
  !(kind === 'read' && error.problem.code === PERMISSION_MISSING)

/** Where our own settings are in the way of a renewal, nothing that its user or its job could do is wrong: it is waited out. */
const asOwnFault = (error: unknown): unknown =>
  error instanceof PublishError && error.problem.category === 'configuration'
    ? new PublishError({ ...error.problem, category: 'internal' }, { cause: error })
    : error
