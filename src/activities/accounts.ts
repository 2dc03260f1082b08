import { PublishError } from '../domain/errors'
import type { Clock } from '../domain/ports/clock'
import type { Account } from '../domain/ports/platform'
import type { PublishBrief } from '../domain/ports/run'
import type { StoredTokens, TokenOwner, TokenStore } from '../domain/ports/tokens'

/** An account with the revision of the token that it carries. */
export interface HeldAccount {
  account: Account
  connectionId: string
  revision: number
}

export interface Accounts {
  /** The job's account with a token that is good for a while; a stale one is renewed by the connection's owner first. */
  hold(brief: PublishBrief): Promise<HeldAccount>
  /** After the platform refused the held token: a newer one. */
  renew(brief: PublishBrief, held: HeldAccount): Promise<HeldAccount>
  /** Runs a repeatable call; a token that dies during it is renewed once and the call made again. */
  call<T>(brief: PublishBrief, work: (account: Account) => Promise<T>): Promise<T>
}

/** The token is dead but the grant may live: what renewing can mend. */
export const isDeadToken = (error: unknown): boolean =>
  error instanceof PublishError && error.problem.code === 'access-token-invalid'

/** Which token a step uses. @throws PublishError `reconnect-required` or `account-changed`. */
export function createAccounts(deps: {
  tokens: TokenStore
  owner: TokenOwner
  clock: Clock
  tokenMarginMs: number
}): Accounts {
  const { tokens, owner, clock, tokenMarginMs } = deps

  async function load(brief: PublishBrief): Promise<{ connectionId: string; stored: StoredTokens }> {
    const { connectionId } = brief
    const stored = connectionId === null ? null : await tokens.load(connectionId)
    if (connectionId === null || stored === null || stored.status !== 'ACTIVE') throw reconnectRequired()
    if (brief.platformUserId !== null && stored.platformUserId !== brief.platformUserId) throw accountChanged()
    return { connectionId, stored }
  }

  async function hold(brief: PublishBrief): Promise<HeldAccount> {
    let { connectionId, stored } = await load(brief)
    if (stored.expiresAtMs !== null && stored.expiresAtMs - tokenMarginMs <= clock.nowMs()) {
      await owner.ensureFresh(connectionId, stored.revision)
      ;({ connectionId, stored } = await load(brief))
    }
    const { platformUserId, accessToken, login, revision } = stored
    return { connectionId, revision, account: { platformUserId, accessToken, login } }
  }

  async function renew(brief: PublishBrief, held: HeldAccount): Promise<HeldAccount> {
    await owner.ensureFresh(held.connectionId, held.revision)
    return hold(brief)
  }

  return {
    hold,
    renew,
    async call(brief, work) {
      const held = await hold(brief)
      try {
        return await work(held.account)
      } catch (error) {
        if (!isDeadToken(error)) throw error
        return work((await renew(brief, held)).account)
      }
    },
  }
}

const reconnectRequired = () =>
  new PublishError({
    code: 'reconnect-required',
    category: 'auth',
    message: 'The account is no longer connected: the platform refuses its grant or the user has disconnected it.',
    remedy: 'Let the user connect the account again; the job then goes on by itself.',
  })

const accountChanged = () =>
  new PublishError({
    code: 'account-changed',
    category: 'policy',
    message: 'Another account of the platform has been connected since the job was made.',
    remedy: 'Make a new job if the video shall go to the account that is connected now.',
  })
