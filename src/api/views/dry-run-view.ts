import type { ConnectionHealth } from '../../domain/connection-health'
import type { CheckProblem, Judgement } from '../../domain/dry-run'
import type { Warning } from '../../domain/errors'
import type { Platform } from '../../domain/platform'
import { pacificDay } from '../../domain/quota'
import { whoCanAct } from '../../domain/who-can-act'
import type { DryRunTarget } from '../schemas/dry-run'

interface Asked {
  platform: Platform
  job: { connectionId: string } | undefined
  health: ConnectionHealth | null
}

/** What a target would come to, as callers see it. */
export const toDryRunTarget = ({ platform, job, health }: Asked, judgement: Judgement): DryRunTarget => ({
  platform,
  connectionId: job?.connectionId ?? null,
  verdict: judgement.verdict,
  at: toInstant(judgement.atMs),
  day: platform === 'YOUTUBE' && judgement.atMs !== null ? pacificDay(judgement.atMs) : null,
  problems: judgement.problems.map(toProblem),
  warnings: [...judgement.passing, ...(health?.reason ? [health.reason] : [])].map(toWarning),
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

const toInstant = (atMs: number | null): string | null => (atMs === null ? null : new Date(atMs).toISOString())
