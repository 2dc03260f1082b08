import { PublishError } from '../../domain/errors'
import type { ArchivedPart } from '../../domain/ports/archive'
import { UsageError } from '../exit'
import type { Ops } from './deps'
import { figure } from './figures'

export const WHICH = {
  month: { value: '<YYYY-MM>', about: 'Of one month' },
  user: { value: '<id>', about: 'Of one user' },
} as const

export interface Which {
  month?: string
  user?: string
}

/** Nobody gives up: who does not want to wait ends the process, and every command goes on when it is given again. */
export const signal = new AbortController().signal

/** @throws UsageError */
export function checked(which: Which): Which {
  if (which.month !== undefined && !/^\d{4}-(0[1-9]|1[0-2])$/.test(which.month))
    throw new UsageError(`--month takes a month such as 2027-03, not ${which.month}.`)
  return which
}

/** @throws UsageError where no month is named */
export function withMonth(which: Which): Which {
  if (which.month === undefined) throw new UsageError('Say which month: --month 2027-03.')
  return checked(which)
}

export const findParts = ({ archiveRows }: Ops, { month, user: userId }: Which) => archiveRows.parts({ month, userId })

/** @throws UsageError where there is nothing */
export async function findSome(ops: Ops, which: Which): Promise<ArchivedPart[]> {
  const parts = await findParts(ops, which)
  if (parts.length > 0) return parts
  throw new UsageError(`Nothing of ${which.month}${which.user ? ` and user ${which.user}` : ''} is archived.`)
}

/** Looks at all of them, and names every one that is damaged. @throws UsageError */
export async function verifyAll(ops: Ops, parts: ArchivedPart[]): Promise<void> {
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
export function plainly(error: unknown): never {
  throw error instanceof PublishError ? new UsageError(`${error.problem.message} ${error.problem.remedy}`) : error
}

export const nameOf = ({ month, part, userId }: ArchivedPart) => `${month} part ${part} of user ${userId}`

export const contentOf = ({ postCount, metricCount }: Pick<ArchivedPart, 'postCount' | 'metricCount'>) =>
  `${figure(postCount)} posts with ${figure(metricCount)} metric rows`

export const totalOf = (parts: ArchivedPart[]) => ({
  postCount: parts.reduce((sum, { postCount }) => sum + postCount, 0),
  metricCount: parts.reduce((sum, { metricCount }) => sum + metricCount, 0),
})

export function stateOf({ archivedAtMs, prunedAtMs, restoredAtMs }: ArchivedPart): string {
  if (prunedAtMs !== null) return `in the archive only since ${toIso(prunedAtMs)}`
  return restoredAtMs === null ? `archived ${toIso(archivedAtMs)}` : `restored ${toIso(restoredAtMs)}`
}

export const viewOf = ({ userId, month, part, postCount, metricCount, ...others }: ArchivedPart) => ({
  ...{ userId, month, part, postCount, metricCount, objectKey: others.objectKey, sizeBytes: others.sizeBytes },
  archivedAt: toIso(others.archivedAtMs),
  prunedAt: others.prunedAtMs && toIso(others.prunedAtMs),
  restoredAt: others.restoredAtMs && toIso(others.restoredAtMs),
})

const toIso = (ms: number): string => new Date(ms).toISOString()
