import type { Platform } from './platform'
import { PAUSED, type ActiveCooldown, type Cooldowns } from './ports/limits'

/** What can be paused: an account, or (null) every account of the platform. */
export interface PauseTarget {
  platform: Platform
  platformUserId: string | null
}

/** The pause of exactly this, not of what contains it. */
export async function findPause(
  cooldowns: Cooldowns,
  { platform, platformUserId }: PauseTarget,
  nowMs: number,
): Promise<ActiveCooldown | undefined> {
  const active = await cooldowns.active({ platform, ...(platformUserId !== null && { platformUserId }) }, nowMs)
  return active.find((held) => held.reason === PAUSED && held.platformUserId === platformUserId)
}
