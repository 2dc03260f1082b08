import { z } from 'zod'
import type { Platform } from './kernel/platform'
import type { World } from './kernel/world'

const seconds = z.int().min(1)
const units = z.int().min(0)

/** What can be set about the app on a platform, rather than about one account: dated behaviours and granted limits. */
export const settingShapes = {
  TIKTOK: z.strictObject({ accessTokenSeconds: seconds, refreshTokenSeconds: seconds }),
  INSTAGRAM: z.strictObject({ accessTokenSeconds: seconds, refreshAfterSeconds: z.int().min(0) }),
  YOUTUBE: z.strictObject({
    accessTokenSeconds: seconds,
    sessionSeconds: seconds,
    quotaModel: z.enum(['units-1600', 'upload-bucket']),
    unitsPerDay: units,
    uploadsPerDay: units,
  }),
}

export type Settings<P extends Platform = Platform> = z.infer<(typeof settingShapes)[P]>

const DAY_SECONDS = 86_400

/** As the platforms behave in November 2026. */
const DEFAULTS: { [P in Platform]: Settings<P> } = {
  TIKTOK: { accessTokenSeconds: 7_200, refreshTokenSeconds: 180 * DAY_SECONDS },
  INSTAGRAM: { accessTokenSeconds: 5_183_944, refreshAfterSeconds: DAY_SECONDS },
  YOUTUBE: {
    accessTokenSeconds: 3_599,
    sessionSeconds: 7 * DAY_SECONDS,
    quotaModel: 'upload-bucket',
    unitsPerDay: 10_000,
    uploadsPerDay: 100,
  },
}

/** The live settings of a platform: what is assigned to them stays. */
export function settingsOf<P extends Platform>(world: World, platform: P): Settings<P> {
  return world.store.section<Settings<P>>(`settings.${platform}`, () => ({ ...DEFAULTS[platform] }))()
}
