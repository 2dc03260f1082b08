import type { ConnectionRow } from '../../database/connections'
import type { Violation } from '../../domain/errors'
import { PLATFORM_NAMES } from '../../domain/platform'
import type { Clock } from '../../domain/ports/clock'
import type { Logins } from '../../domain/ports/login'
import { PERMISSION_MISSING } from '../../domain/refusal'
import { healthOf } from '../connect/health-of'
import type { PublishRequest } from '../schemas/publish-job'

type Target = PublishRequest['targets'][number]

type Choice =
  | { connection: { connectionId: string; platformUserId: string }; faults: [] }
  | { connection: null; faults: [Violation] }

/** The account that a target goes to: the one it names, or else its user's on the platform. A fault's pointer is relative to the target. */
export function chooseConnection(
  { logins, clock }: { logins: Logins; clock: Clock },
  target: Target,
  known: ConnectionRow[],
  userId: string,
): Choice {
  const platformName = PLATFORM_NAMES[target.platform]
  const found = known.find((connection) =>
    target.connectionId
      ? connection.id === target.connectionId
      : connection.userId === userId && connection.platform === target.platform,
  )
  if (!found) {
    const whose = target.connectionId ? 'There is no such connection' : `The user has no ${platformName} connection`
    return refused('connection-not-found', whose)
  }
  if (found.userId !== userId) return refused('connection-of-another-user', 'Belongs to another user')
  if (found.platform !== target.platform)
    return refused('connection-of-another-platform', `Is not a ${platformName} connection`)
  const { usable, state, reason } = healthOf(logins, found, clock.nowMs())
  if (!usable)
    return refused(
      state === 'scopes-missing' ? PERMISSION_MISSING : 'connection-not-usable',
      reason ? `${reason.message} ${reason.remedy}` : `Is ${found.status}`,
    )
  return { connection: { connectionId: found.id, platformUserId: found.platformUserId }, faults: [] }
}

const refused = (code: string, message: string): Choice => ({
  connection: null,
  faults: [{ pointer: '/connectionId', code, message }],
})
