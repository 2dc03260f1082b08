import type { Account } from '../kernel/accounts'
import type { Profile } from '../kernel/profiles'
import type { Settings } from '../settings'
import type { PostText, Tasks } from './tasks'

const MAX_TITLE_UTF16 = 2200

/** Why something is refused, in TikTok's words. */
export interface Fault {
  code: string
  message: string
}

/** The privacy levels that a creator has. */
export function privacyOptions({ privateAccount }: Pick<Profile<'TIKTOK'>, 'privateAccount'>): string[] {
  return [privateAccount ? 'FOLLOWER_OF_CREATOR' : 'PUBLIC_TO_EVERYONE', 'MUTUAL_FOLLOW_FRIENDS', 'SELF_ONLY']
}

/** Why a creator may post nothing at all for now; null: nothing stands against it. */
export function postingRefusal(account: Account<'TIKTOK'>, tasks: Tasks): Fault | null {
  if (account.profile.banned) return banned
  if (tasks.isAtDailyCap(account)) {
    return { code: 'spam_risk_too_many_posts', message: 'The daily post cap is reached.' }
  }
  return tasks.isOverUserCap(account) ? userCapReached : null
}

/** Why no draft may be sent to a creator. */
export function draftRefusal(account: Account<'TIKTOK'>, tasks: Tasks): Fault | null {
  if (account.profile.banned) return banned
  if (tasks.hasTooManyPendingShares(account)) {
    return { code: 'spam_risk_too_many_pending_share', message: 'The user has too many pending shares.' }
  }
  return tasks.isOverUserCap(account) ? userCapReached : null
}

/** Why a creator may not make this very post. */
export function postFault(
  { profile }: Account<'TIKTOK'>,
  post: PostText & { isBrandContent: boolean },
  { audited }: Settings<'TIKTOK'>,
): (Fault & { status: number }) | null {
  if (post.title.length > MAX_TITLE_UTF16) return invalid('The title is over 2200 UTF-16 units.')
  if (post.isBrandContent && post.privacyLevel === 'SELF_ONLY') return invalid('Branded content cannot be private.')
  if (!audited && (post.privacyLevel !== 'SELF_ONLY' || !profile.privateAccount)) {
    return { status: 403, code: 'unaudited_client_can_only_post_to_private_accounts', message: 'Audit the client.' }
  }
  if (privacyOptions(profile).includes(post.privacyLevel)) return null
  const message = 'The privacy level is not among the options of the creator.'
  return { status: 403, code: 'privacy_level_option_mismatch', message }
}

const banned: Fault = { code: 'spam_risk_user_banned_from_posting', message: 'The user is banned from posting.' }

const userCapReached: Fault = {
  code: 'reached_active_user_cap',
  message: 'The daily quota of active publishing users of the client is reached.',
}

const invalid = (message: string) => ({ status: 400, code: 'invalid_param', message })
