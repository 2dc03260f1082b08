import { archivableBeforeMs } from '../../domain/archive-months'
import { idleUploads } from '../../domain/idle-uploads'
import type { DueCount } from '../../domain/ports/retention'
import { cutoffsAt } from '../../domain/retention'
import { RETENTION_SCHEDULE_ID } from '../../workflows/contract'
import { UsageError } from '../exit'
import { command, type Answer, type Plan } from './command'
import type { Ops } from './deps'
import { figure } from './figures'

/** Nobody gives up: who does not want to wait ends the process. */
const signal = new AbortController().signal

export const retention = command({
  name: 'retention',
  summary: 'Removes what has served its time now; with --dry-run, only tells what and how much of it',
  options: {},
  changes: true,
  details: 'Begins a round of the schedule. What it has done: npm run ops -- maintenance.',
  examples: ['--dry-run', '--yes'],
  prepare: ({ dryRun }) => (dryRun ? survey : (ops) => Promise.resolve(planOf(ops))),
})

function planOf({ beginRound }: Ops): Plan {
  return {
    lines: ['Begins a round of retention, which removes what has served its time. With --dry-run: what, and how much.'],
    json: null,
    question: 'Begin it?',
    async apply() {
      if (!(await beginRound(RETENTION_SCHEDULE_ID)))
        throw new UsageError(`There is no schedule ${RETENTION_SCHEDULE_ID} yet: a worker makes it when it starts.`)
      return {
        lines: [
          'A round of retention begins, unless one is under way.',
          `Follow it in the Temporal Web UI as ${RETENTION_SCHEDULE_ID}; what it has done: npm run ops -- maintenance`,
        ],
        json: { begun: RETENTION_SCHEDULE_ID },
      }
    },
  }
}

/** By the conditions that the round itself removes by. */
async function survey(ops: Ops): Promise<Answer> {
  const nowMs = ops.clock.nowMs()
  const { jobsDays, deletedDays } = ops.retentionSettings
  const { afterDays, prunes } = ops.archivePlan
  const due = [...(await ops.retention.survey(nowMs)), await surveyUploads(ops, nowMs)]
  const archive = await ops.archiveRows.countDue(archivableBeforeMs(nowMs, afterDays))
  const prunable = prunes ? await ops.archiveRows.countPrunable() : 0
  return {
    lines: [
      `Jobs go ${jobsDays} days after their end, what is soft-deleted after ${deletedDays}. A round now would remove:`,
      ...due.map(describe),
      `It would archive, of months that are ${afterDays} days old, besides the posts of jobs that it removes:`,
      `  ${figure(archive.posts)} posts with ${figure(archive.metrics)} metric rows`,
      ...(prunes ? ['It would leave in the archive only what it has archived, and of what was archived before:'] : []),
      ...(prunes ? [`  ${figure(prunable)} posts`] : []),
      'Nothing was changed.',
    ],
    json: {
      remove: due.map(({ kind, count, oldestAtMs }) => ({ kind, count, oldestAt: toIso(oldestAtMs) })),
      archive,
      prune: { posts: prunable },
    },
  }
}

async function surveyUploads({ openStore, retentionSettings }: Ops, nowMs: number): Promise<DueCount> {
  const due: DueCount = { kind: 'uploads', count: 0, oldestAtMs: null }
  for await (const { idleSinceMs } of idleUploads(openStore(), cutoffsAt(nowMs, retentionSettings), signal)) {
    due.count += 1
    due.oldestAtMs = Math.min(due.oldestAtMs ?? idleSinceMs, idleSinceMs)
  }
  return due
}

const toIso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString())

const describe = ({ kind, count, oldestAtMs }: DueCount): string =>
  `  ${kind}: ${figure(count)}${oldestAtMs === null ? '' : `, the oldest of ${toIso(oldestAtMs)}`}`
