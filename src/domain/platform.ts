export const PLATFORMS = ['TIKTOK', 'INSTAGRAM', 'YOUTUBE'] as const

export type Platform = (typeof PLATFORMS)[number]

export const PLATFORM_NAMES: Record<Platform, string> = {
  TIKTOK: 'TikTok',
  INSTAGRAM: 'Instagram',
  YOUTUBE: 'YouTube',
}
