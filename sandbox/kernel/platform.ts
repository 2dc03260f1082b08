export const PLATFORMS = ['TIKTOK', 'INSTAGRAM', 'YOUTUBE'] as const

export type Platform = (typeof PLATFORMS)[number]
