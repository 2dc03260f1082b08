import { z } from 'zod'
import type { Account } from '../kernel/accounts'
import type { Platform } from '../kernel/platform'
import { profileShapes, type Profile } from '../kernel/profiles'
import type { World } from '../kernel/world'
import { settingsOf } from '../settings'
import { ControlError, parse, platformName } from './input'

/** Null stands for a token that the platform does not have. */
const tokens = {
  accessToken: z.string().min(1).optional(),
  refreshToken: z.string().min(1).nullish(),
  expiresInSeconds: z.number().optional(),
  refreshExpiresInSeconds: z.number().optional(),
}

type GivenTokens = z.infer<z.ZodObject<typeof tokens>>

const identity = z.looseObject({
  platform: platformName,
  accountId: z.string().min(1),
  username: z.string().min(1),
})

/** Makes an account with its tokens, or brings an existing one to what is given. @returns the account as the control API shows it. */
export function putAccount(world: World, body: unknown) {
  const { platform, accountId, username, ...rest } = parse(identity, body)
  const change = parseChange(platform, rest)
  const account = world.accounts.find(platform, accountId) ?? world.accounts.add(platform, accountId, username)
  account.username = username
  return changed(world, account, change)
}

/** Changes a profile, or the tokens: those that are given replace the old, a life alone holds for the present one. */
export function patchAccount(world: World, platform: Platform, accountId: string, body: unknown) {
  const account = world.accounts.find(platform, accountId)
  if (!account) throw new ControlError(404, `${platform} has no account ${accountId}`)
  return changed(world, account, parseChange(platform, body))
}

function parseChange(platform: Platform, body: unknown) {
  const { accessToken, refreshToken, expiresInSeconds, refreshExpiresInSeconds, ...rest } = parse(
    z.looseObject(tokens),
    body,
  )
  const profile = parse<Partial<Profile<Platform>>>(profileShapes[platform].partial(), rest)
  return { profile, given: { accessToken, refreshToken, expiresInSeconds, refreshExpiresInSeconds } }
}

function changed(world: World, account: Account, { profile, given }: ReturnType<typeof parseChange>) {
  Object.assign(account.profile, profile)
  renewAccessToken(world, account, given)
  renewRefreshToken(world, account, given)
  return shown(account)
}

function renewAccessToken(world: World, account: Account, { accessToken, expiresInSeconds }: GivenTokens): void {
  const current = account.accessTokens.at(-1)
  if (current && accessToken === undefined && expiresInSeconds === undefined) return
  const life = expiresInSeconds ?? settingsOf(world, account.platform).accessTokenSeconds
  account.accessTokens = []
  world.accounts.issue(account, 'accessTokens', life, accessToken ?? current?.value)
}

function renewRefreshToken(world: World, account: Account, given: GivenTokens): void {
  if (account.platform === 'INSTAGRAM') return // Its access token extends itself.
  const { refreshToken, refreshExpiresInSeconds } = given
  const current = account.refreshTokens.at(-1)
  if (current && !refreshToken && refreshExpiresInSeconds === undefined) return
  const settings = settingsOf(world, account.platform)
  const life = 'refreshTokenSeconds' in settings ? settings.refreshTokenSeconds : null
  account.refreshTokens = []
  world.accounts.issue(account, 'refreshTokens', refreshExpiresInSeconds ?? life, refreshToken ?? current?.value)
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
