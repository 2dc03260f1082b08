import { createHmac } from 'node:crypto'
import { z } from 'zod'
import { ControlError, parse } from '../control/input'
import { Outbox } from '../kernel/outbox'
import type { World } from '../kernel/world'
import { settingsOf } from '../settings'
import { sameUser, userId } from './facebook-users'
import { appScopedId } from './ids'

const removal = z.strictObject({ accountId: z.string() })

/** App removed, as Graph API errors call it. */
const APP_REMOVED = 458

const outboxOf = (world: World) =>
  new Outbox(world, 'instagram.deauthorize', (payload) => {
    const { deauthorize } = settingsOf(world, 'INSTAGRAM')
    if (!deauthorize) return null
    const signature = createHmac('sha256', deauthorize.appSecret).update(payload).digest('base64url')
    return {
      url: deauthorize.url,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ signed_request: `${signature}.${payload}` }).toString(),
    }
  })

/** The user removes the app in the settings: every token is dead, and Meta calls the app's deauthorise address. */
export function removeApp(world: World, input: unknown): void {
  const { accountId } = parse(removal, input)
  const account = world.accounts.find('INSTAGRAM', accountId)
  if (!account) throw new ControlError(404, `INSTAGRAM has no account ${accountId}`)
  const isFacebook = account.profile.login === 'facebook'
  const removed = isFacebook ? sameUser(world, account) : [account]
  for (const { profile } of removed) Object.assign(profile, { revoked: true, revokedAs: APP_REMOVED })
  announceRemoval(world, isFacebook ? userId(account) : appScopedId(accountId))
}

/** @param appScopedUserId the app's own name for the user: no call takes it */
function announceRemoval(world: World, appScopedUserId: string): void {
  if (!settingsOf(world, 'INSTAGRAM').deauthorize) return
  const nowMs = world.clock.nowMs()
  const told = { algorithm: 'HMAC-SHA256', issued_at: Math.floor(nowMs / 1000), user_id: appScopedUserId }
  outboxOf(world).post(Buffer.from(JSON.stringify(told)).toString('base64url'), nowMs)
}

export const resumeRemovals = (world: World): void => outboxOf(world).resume()
