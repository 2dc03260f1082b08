import { platformInPath } from '../../api/schemas/connection'
import type { Connections } from '../../database/connections'
import type { PauseTarget } from '../../domain/find-pause'
import { PLATFORM_NAMES, type Platform } from '../../domain/platform'
import { EVERYTHING } from '../../domain/reach'
import { UsageError } from '../exit'

/** Null where the word is not `tiktok`, `instagram` or `youtube`. */
export const platformOf = (word: string): Platform | null => platformInPath.safeParse(word).data ?? null

/** What a command names: a platform with all its accounts, or a connection's account. Null where there is no such thing. */
export async function findTarget(connections: Connections, word: string): Promise<PauseTarget | null> {
  const platform = platformOf(word)
  if (platform) return { platform, platformUserId: null }
  const row = await connections.find(word, EVERYTHING)
  return row && { platform: row.platform, platformUserId: row.platformUserId }
}

export const unknownTarget = (word: string): UsageError =>
  new UsageError(
    `There is no platform and no connection "${word}": name tiktok, instagram, youtube or a connection's id.`,
  )

/** Targets in words, an account by its connection where it has one. */
export async function namesOf(connections: Connections, targets: PauseTarget[]): Promise<string[]> {
  const accounts = targets.flatMap(({ platformUserId }) => platformUserId ?? [])
  const rows = await connections.ofAccounts(accounts, EVERYTHING)
  return targets.map(({ platform, platformUserId }) => {
    if (platformUserId === null) return PLATFORM_NAMES[platform]
    const row = rows.find((one) => one.platform === platform && one.platformUserId === platformUserId)
    return `${PLATFORM_NAMES[platform]} account ${row ? `of connection ${row.id}` : platformUserId}`
  })
}
