import type { AppRefusal } from '../../database/publish-jobs/app-refusals'
import type { ConnectionHealth } from '../../domain/connection-health'
import type { CheckProblem, Judgement } from '../../domain/dry-run'
import type { Warning } from '../../domain/errors'
import { PLATFORM_NAMES, type Platform } from '../../domain/platform'
import { pacificDay } from '../../domain/quota'
import { whoCanAct } from '../../domain/who-can-act'
import type { DryRunTarget } from '../schemas/dry-run'

interface Asked {
  platform: Platform
  job: { connectionId: string } | undefined
  health: ConnectionHealth | null
  appRefusal: AppRefusal | null
}

/** What a target would come to, as callers see it. */
export const toDryRunTarget = ({ platform, job, health, appRefusal }: Asked, judgement: Judgement): DryRunTarget => ({
  platform,
  connectionId: job?.connectionId ?? null,
  verdict: judgement.verdict,
  at: toInstant(judgement.atMs),
  day: platform === 'YOUTUBE' && judgement.atMs !== null ? pacificDay(judgement.atMs) : null,
  problems: judgement.problems.map(toProblem),
  warnings: [
    ...[...judgement.passing, ...(health?.reason ? [health.reason] : [])].map(toWarning),
    ...(appRefusal ? [toAppWarning(platform, appRefusal)] : []),
  ],
  validUntil: toInstant(judgement.validUntilMs),
})

const toProblem = (problem: CheckProblem): DryRunTarget['problems'][number] => ({
  ...toWarning(problem),
  category: problem.category,
  actor: whoCanAct(problem),
  pointer: problem.pointer ?? null,
  until: toInstant(problem.untilMs ?? null),
  platformCode: problem.platformCode ?? null,
})

const toWarning = ({ code, message, remedy }: Warning): Warning => ({ code, message, remedy })

/** The platform tells it only to a publish, so that nobody knows whether it still holds. */
const toAppWarning = (platform: Platform, { code, message, atMs }: AppRefusal): Warning => ({
  code,
  message: `${PLATFORM_NAMES[platform]} refused the last publish for what this service may do there, at ${new Date(atMs).toISOString()}: ${message}`,
  remedy: 'Ask whoever runs this service whether that is settled. The warning ends with the next post that goes out.',
})

const toInstant = (atMs: number | null): string | null => (atMs === null ? null : new Date(atMs).toISOString())
