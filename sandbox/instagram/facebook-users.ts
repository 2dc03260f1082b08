import type { Account } from '../kernel/accounts'
import type { World } from '../kernel/world'

type InstagramAccount = Account<'INSTAGRAM'>

/** The accounts whose Pages belong to the same Facebook user, the account itself among them. */
export function sameUser(world: World, account: InstagramAccount): InstagramAccount[] {
  const { facebookUser } = account.profile
  if (facebookUser === null) return [account]
  return world.accounts.of('INSTAGRAM').filter(({ profile }) => profile.facebookUser === facebookUser)
}

/** The app's own name for the user. */
export const userId = ({ accountId, profile }: InstagramAccount): string => `7${profile.facebookUser ?? accountId}`

export const pageId = ({ accountId }: InstagramAccount): string => `1${accountId}`
