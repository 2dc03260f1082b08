import { PLATFORM_NAMES, type Platform } from '../../domain/platform'
import type { ConsentedAccount } from '../../domain/ports/login'
import { ApiProblem } from '../problems'

/**
 * The account to connect, of those that the user has let the app use.
 * @param wanted the only one that may be connected; null: any, where there is no choice
 * @throws ApiProblem `account-choice-needed`, `account-not-offered`, which list the accounts
 */
export function chooseAccount(
  platform: Platform,
  offered: readonly [ConsentedAccount, ...ConsentedAccount[]],
  wanted: string | null,
): ConsentedAccount {
  const [first, ...others] = offered
  if (wanted === null && others.length === 0) return first
  const chosen = offered.find(({ platformUserId }) => platformUserId === wanted)
  if (chosen) return chosen
  const accounts = offered.map(({ platformUserId, platformUsername }) => ({ platformUserId, platformUsername }))
  const list = accounts.map((account) => `${account.platformUsername} (${account.platformUserId})`).join(', ')
  throw wanted === null
    ? new ApiProblem('account-choice-needed', {
        detail: `${PLATFORM_NAMES[platform]} lets the app use several accounts: ${list}.`,
        accounts,
      })
    : new ApiProblem('account-not-offered', {
        detail: `${PLATFORM_NAMES[platform]} lets the app use ${list}, and not the account ${wanted}.`,
        accounts,
      })
}
