import { prunePart, restorePart } from '../../domain/archive-part'
import { PublishError } from '../../domain/errors'
import type { ArchivedPart } from '../../domain/ports/archive'
import { UsageError } from '../exit'
import { argumentsOf, noArguments } from '../options'
import type { Action, Ops } from './deps'

const WHICH = { month: { type: 'string' }, user: { type: 'string' } } as const

interface Which {
  month?: string
  user?: string
}

/** Nobody gives up: who does not want to wait ends the process, and every command goes on when it is given again. */
const signal = new AbortController().signal

/** `archive list [--month <YYYY-MM>] [--user <id>]` */
export function listArchive(args: string[]): Action {
  const which = whichOf(args)
  return async (ops) => {
    const parts = await find(ops, which)
    if (parts.length === 0) ops.say('Nothing is archived.')
    for (const part of parts) {
      ops.say(`${nameOf(part)}: ${contentOf(part)}, ${figure(part.sizeBytes)} bytes, ${stateOf(part)}`)
      ops.say(`  ${part.objectKey}`)
    }
  }
}

/** `archive verify [--month <YYYY-MM>] [--user <id>]` */
export function verifyArchive(args: string[]): Action {
  const which = whichOf(args)
  return async (ops) => {
    const parts = await find(ops, which)
    await verifyAll(ops, parts)
    const [all, were] =
      parts.length === 1 ? ['1 part is', 'it was'] : [`${figure(parts.length)} parts are`, 'they were']
    ops.say(`${all} as ${were} archived: ${contentOf(totalOf(parts))}.`)
  }
}

/** `archive restore --month <YYYY-MM> [--user <id>] [--dry-run]` */
export function restoreArchive(args: string[]): Action {
  const { 'dry-run': dryRun, ...which } = monthOf(args)
  return async (ops) => {
    const parts = await findSome(ops, which)
    await verifyAll(ops, parts)
    // The latest first: where a post came into a later part as well, it is newer there.
    for (const part of parts.reverse()) {
      const missing = await restorePart(ops.archiveRows, ops.archiveParts(), part, { dryRun, signal }).catch(plainly)
      const done = dryRun ? 'would come back' : 'are back'
      ops.say(`${nameOf(part)}: ${figure(missing)} of ${figure(part.postCount)} posts ${done}, the others are here.`)
    }
    if (!dryRun) ops.say('They stay until you prune them: npm run ops -- archive prune --month ' + which.month)
  }
}

/** `archive prune --month <YYYY-MM> [--user <id>]` */
export function pruneArchive(args: string[]): Action {
  const which = monthOf(args, { prunes: true })
  return async (ops) => {
    for (const part of await findSome(ops, which)) {
      const removed = await prunePart(ops.archiveRows, ops.archiveParts(), part, signal).catch(plainly)
      ops.say(`${nameOf(part)}: ${figure(removed)} posts are in the archive only now.`)
    }
  }
}

function whichOf(args: string[]): Which {
  const { positionals, values } = argumentsOf(args, WHICH)
  noArguments(positionals)
  return checked(values)
}

function monthOf(args: string[], { prunes = false } = {}): Which & { 'dry-run': boolean } {
  const dryRun = { 'dry-run': { type: 'boolean', default: false } } as const
  const { positionals, values } = argumentsOf(args, prunes ? WHICH : { ...WHICH, ...dryRun })
  noArguments(positionals)
  if (values.month === undefined) throw new UsageError('Say which month: --month 2027-03.')
  return { 'dry-run': false, ...checked(values) }
}

/** @throws UsageError */
function checked<Values extends Which>(values: Values): Values {
  if (values.month !== undefined && !/^\d{4}-(0[1-9]|1[0-2])$/.test(values.month))
    throw new UsageError(`--month takes a month such as 2027-03, not ${values.month}.`)
  return values
}

const find = ({ archiveRows }: Ops, { month, user: userId }: Which) => archiveRows.parts({ month, userId })

/** @throws UsageError where there is nothing */
async function findSome(ops: Ops, which: Which): Promise<ArchivedPart[]> {
  const parts = await find(ops, which)
  if (parts.length > 0) return parts
  throw new UsageError(`Nothing of ${which.month}${which.user ? ` and user ${which.user}` : ''} is archived.`)
}

/** Looks at all of them, and names every one that is damaged. @throws UsageError */
async function verifyAll(ops: Ops, parts: ArchivedPart[]): Promise<void> {
  const damage: string[] = []
  for (const part of parts) {
    try {
      await ops.archiveParts().open(part, signal)
    } catch (error) {
      if (!(error instanceof PublishError)) throw error
      damage.push(`${nameOf(part)}: ${error.problem.message} ${error.problem.remedy}`)
    }
  }
  if (damage.length > 0) throw new UsageError(`Nothing was changed.\n${damage.join('\n')}`)
}

/** A problem is told in its own words. */
function plainly(error: unknown): never {
  throw error instanceof PublishError ? new UsageError(`${error.problem.message} ${error.problem.remedy}`) : error
}

const nameOf = ({ month, part, userId }: ArchivedPart) => `${month} part ${part} of user ${userId}`

const contentOf = ({ postCount, metricCount }: Pick<ArchivedPart, 'postCount' | 'metricCount'>) =>
  `${figure(postCount)} posts with ${figure(metricCount)} metric rows`

const totalOf = (parts: ArchivedPart[]) => ({
  postCount: parts.reduce((sum, { postCount }) => sum + postCount, 0),
  metricCount: parts.reduce((sum, { metricCount }) => sum + metricCount, 0),
})

function stateOf({ archivedAtMs, prunedAtMs, restoredAtMs }: ArchivedPart): string {
  const on = (ms: number) => new Date(ms).toISOString()
  if (prunedAtMs !== null) return `in the archive only since ${on(prunedAtMs)}`
  return restoredAtMs === null ? `archived ${on(archivedAtMs)}` : `restored ${on(restoredAtMs)}`
}

const figure = (value: number): string => value.toLocaleString('en')
