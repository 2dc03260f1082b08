import { z } from 'zod'
import type { Account } from '../kernel/accounts'
import type { Platform } from '../kernel/platform'
import { profileShapes } from '../kernel/profiles'
import type { World } from '../kernel/world'
import { settingsOf } from '../settings'
import { ControlError, parse, platformName } from './input'

const tokens = {
  accessToken: z.string().min(1).optional(),
  refreshToken: z.string().min(1).optional(),
  expiresInSeconds: z.number().optional(),
  refreshExpiresInSeconds: z.number().optional(),
}

type GivenTokens = z.infer<z.ZodObject<typeof tokens>>

const identity = z.looseObject({
  platform: platformName,
  accountId: z.string().min(1),
  username: z.string().min(1),
  ...tokens,
})

/** Makes an account with a token pair, or returns the one that exists, untouched. @returns the account as the control API shows it. */
export function createAccount(world: World, body: unknown) {
  const {
    platform,
    accountId,
    username,
    accessToken,
    refreshToken,
    expiresInSeconds,
    refreshExpiresInSeconds,
    ...rest
  } = parse(identity, body)
  const profile = parse(profileShapes[platform].partial(), rest)
  const existing = world.accounts.find(platform, accountId)
  if (existing) return shown(existing)
  const account = world.accounts.add(platform, accountId, username, profile)
  issueTokens(world, account, { accessToken, refreshToken, expiresInSeconds, refreshExpiresInSeconds })
  return shown(account)
}

/** Changes an account's profile; a token or a life given means a new pair, as after a reconnect. */
export function patchAccount(world: World, platform: Platform, accountId: string, body: unknown) {
  const account = world.accounts.find(platform, accountId)
  if (!account) throw new ControlError(404, `${platform} has no account ${accountId}`)
  const { accessToken, refreshToken, expiresInSeconds, refreshExpiresInSeconds, ...rest } = parse(
    z.looseObject(tokens),
    body,
  )
  Object.assign(account.profile, parse(profileShapes[platform].partial(), rest))
  const given = { accessToken, refreshToken, expiresInSeconds, refreshExpiresInSeconds }
  if (Object.values(given).some((value) => value !== undefined)) {
    account.accessTokens = []
    account.refreshTokens = []
    issueTokens(world, account, given)
  }
  return shown(account)
}

function issueTokens(world: World, account: Account, given: GivenTokens): void {
  const settings = settingsOf(world, account.platform)
  const accessLife = given.expiresInSeconds ?? settings.accessTokenSeconds
  world.accounts.issue(account, 'accessTokens', accessLife, given.accessToken)
  if (account.platform === 'INSTAGRAM') return // Its access token extends itself.
  const refreshLife = 'refreshTokenSeconds' in settings ? settings.refreshTokenSeconds : null
  world.accounts.issue(account, 'refreshTokens', given.refreshExpiresInSeconds ?? refreshLife, given.refreshToken)
}

function shown({ platform, accountId, username, profile, accessTokens, refreshTokens }: Account) {
  const [access, refresh] = [accessTokens.at(-1), refreshTokens.at(-1)]
  return {
    platform,
    accountId,
    username,
    accessToken: access?.value ?? null,
    accessTokenExpiresAt: instant(access?.expiresAtMs),
    refreshToken: refresh?.value ?? null,
    refreshTokenExpiresAt: instant(refresh?.expiresAtMs),
    ...profile,
  }
}

function instant(ms: number | null | undefined): string | null {
  return ms === null || ms === undefined ? null : new Date(ms).toISOString()
}
