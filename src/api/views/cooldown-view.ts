import type { AccountRow } from '../../database/connections'
import type { ActiveCooldown } from '../../domain/ports/limits'
import type { CooldownView } from '../schemas/cooldown'

/** @param known connections, that of the cooldown's account among them where somebody has connected it */
export function toCooldownView(cooldown: ActiveCooldown, known: AccountRow[]): CooldownView {
  const { id, platform, platformUserId, scope, reason, message, remedy, evidence, sinceMs, untilMs } = cooldown
  const connection = known.find((row) => row.platform === platform && row.platformUserId === platformUserId)
  return {
    id,
    platform,
    reach: platformUserId === null ? 'app' : 'account',
    connectionId: connection?.id ?? null,
    scope,
    reason,
    message,
    remedy,
    evidence,
    since: new Date(sinceMs).toISOString(),
    until: untilMs === null ? null : new Date(untilMs).toISOString(),
    pausedBy: typeof evidence.pausedBy === 'string' ? evidence.pausedBy : null,
  }
}
