import { createHash } from 'node:crypto'
import type { Priority } from '@temporalio/common'
import { PRIORITY } from '../domain/urgency'
import type { RunStart } from '../domain/ports/jobs'

/** As many bytes as Temporal takes. */
const MAX_KEY_BYTES = 64

/**
 * What the tasks of a run inherit: users take turns, however much one of them has. A long id counts by its hash, which is as
 * distinct. The row decides anew with each claim how urgent the remote steps are.
 */
export const runPriority = ({ userId, scheduledFor }: Pick<RunStart, 'userId' | 'scheduledFor'>): Priority => ({
  priorityKey: scheduledFor === null ? PRIORITY.single : PRIORITY.timed,
  fairnessKey: fairnessKeyOf(userId),
})

const fairnessKeyOf = (userId: string): string =>
  Buffer.byteLength(userId) <= MAX_KEY_BYTES ? userId : createHash('sha256').update(userId).digest('hex')
