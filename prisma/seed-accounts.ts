import type { Platform } from '../src/domain/platform'

export interface SeedAccount {
  connectionId: string
  platform: Platform
  platformUserId: string
  platformUsername: string
  /** The platform's other name for the user, where it has one. */
  appScopedUserId: string | null
  accessToken: string
  /** Instagram has none: its access token renews itself. */
  refreshToken: string | null
  expiresInSeconds: number
}

const HOUR_SECONDS = 3_600

/** The test user's accounts. The tokens open nothing outside the sandbox. */
export const SEED_ACCOUNTS: SeedAccount[] = [
  {
    connectionId: 'seed-tiktok',
    platform: 'TIKTOK',
    platformUserId: 'tiktok_user_123',
    platformUsername: 'testmomcreator',
    appScopedUserId: null,
    accessToken: 'act.seed-tiktok-access',
    refreshToken: 'rft.seed-tiktok-refresh',
    expiresInSeconds: 24 * HOUR_SECONDS,
  },
  {
    connectionId: 'seed-instagram',
    platform: 'INSTAGRAM',
    platformUserId: '17841400000000123',
    platformUsername: 'testmomcreator',
    appScopedUserId: '917841400000000123',
    accessToken: 'IGAAseed-instagram-access',
    refreshToken: null,
    expiresInSeconds: 60 * 24 * HOUR_SECONDS,
  },
  {
    connectionId: 'seed-youtube',
    platform: 'YOUTUBE',
    platformUserId: 'UCseedTestMomCreator0001',
    platformUsername: 'testmomcreator',
    appScopedUserId: null,
    accessToken: 'ya29.seed-youtube-access',
    refreshToken: '1//seed-youtube-refresh',
    expiresInSeconds: HOUR_SECONDS,
  },
]
