import type { Platform } from './kernel/platform'
import type { World } from './kernel/world'
import { settingsOf } from './settings'

/** Whether the app's secret is the right one: any is, unless the settings name it. */
export function isAppSecret(world: World, platform: Platform, given: string | null): boolean {
  const { clientSecret } = settingsOf(world, platform)
  return Boolean(given) && (clientSecret === null || clientSecret === given)
}

/** Whether consent may be sent to an address: any, unless the settings list those that are registered. */
export function isRegistered(world: World, platform: Platform, redirectUri: string): boolean {
  const { redirectUris } = settingsOf(world, platform)
  return redirectUris.length === 0 || redirectUris.includes(redirectUri)
}
