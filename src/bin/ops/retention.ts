import { archivableBeforeMs } from '../../domain/archive-months'
import { idleUploads } from '../../domain/idle-uploads'
import type { DueCount } from '../../domain/ports/retention'
import { cutoffsAt } from '../../domain/retention'
import { RETENTION_SCHEDULE_ID } from '../../workflows/contract'
import { UsageError } from '../exit'
import { argumentsOf, noArguments } from '../options'
import type { Action, Ops } from './deps'

/** Nobody gives up: who does not want to wait ends the process. */
const signal = new AbortController().signal

/** `retention [--dry-run]` */
export function retention(args: string[]): Action {
  const { positionals, values } = argumentsOf(args, { 'dry-run': { type: 'boolean', default: false } })
  noArguments(positionals)
  return values['dry-run'] ? survey : begin
}

async function begin({ beginRound, say }: Ops): Promise<void> {
  if (!(await beginRound(RETENTION_SCHEDULE_ID)))
    throw new UsageError(`There is no schedule ${RETENTION_SCHEDULE_ID} yet: a worker makes it when it starts.`)
  say('A round of retention begins, unless one is under way.')
  say(`Follow it in the Temporal Web UI as ${RETENTION_SCHEDULE_ID}; what it has done: npm run ops -- maintenance`)
}

/** By the conditions that the round itself removes by. */
async function survey(ops: Ops): Promise<void> {
  const nowMs = ops.clock.nowMs()
  const { jobsDays, deletedDays } = ops.retentionSettings
  ops.say(
    `Jobs go ${jobsDays} days after their end, what is soft-deleted after ${deletedDays}. A round now would remove:`,
  )
  for (const due of [...(await ops.retention.survey(nowMs)), await surveyUploads(ops, nowMs)]) ops.say(describe(due))
  await surveyArchive(ops, nowMs)
  ops.say('Nothing was changed.')
}

async function surveyArchive({ archiveRows, archivePlan, say }: Ops, nowMs: number): Promise<void> {
  const { posts, metrics } = await archiveRows.countDue(archivableBeforeMs(nowMs, archivePlan.afterDays))
  say(
    `It would archive, of months that are ${archivePlan.afterDays} days old, besides the posts of jobs that it removes:`,
  )
  say(`  ${figure(posts)} posts with ${figure(metrics)} metric rows`)
  if (!archivePlan.prunes) return
  say('It would leave in the archive only what it has archived, and of what was archived before:')
  say(`  ${figure(await archiveRows.countPrunable())} posts`)
}

async function surveyUploads({ openStore, retentionSettings }: Ops, nowMs: number): Promise<DueCount> {
  const due: DueCount = { kind: 'uploads', count: 0, oldestAtMs: null }
  for await (const { idleSinceMs } of idleUploads(openStore(), cutoffsAt(nowMs, retentionSettings), signal)) {
    due.count += 1
    due.oldestAtMs = Math.min(due.oldestAtMs ?? idleSinceMs, idleSinceMs)
  }
  return due
}

const describe = ({ kind, count, oldestAtMs }: DueCount): string =>
  `  ${kind}: ${figure(count)}${oldestAtMs === null ? '' : `, the oldest of ${new Date(oldestAtMs).toISOString()}`}`

const figure = (value: number): string => value.toLocaleString('en')
