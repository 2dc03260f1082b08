import type { Platform } from '../kernel/platform'
import type { World } from '../kernel/world'
import { settingShapes, settingsOf } from '../settings'
import { parse } from './input'

/** Changes what holds for the app on a platform. @returns all settings of the platform. */
export function patchSettings(world: World, platform: Platform, body: unknown) {
  return Object.assign(settingsOf(world, platform), parse(settingShapes[platform].partial(), body))
}
