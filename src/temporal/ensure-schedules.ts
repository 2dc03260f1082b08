import { isDeepStrictEqual } from 'node:util'
import {
  ScheduleAlreadyRunning,
  ScheduleNotFoundError,
  type Client,
  type ScheduleDescription,
  type ScheduleOptions,
} from '@temporalio/client'
import { PUBLISH_QUEUE } from '../workflows/contract'
import type { ScheduleRow, ScheduleTable } from './schedules'

/** In the memo of every run: whose schedule it is, and of which table. A schedule's own memo cannot be changed. */
const MANAGED_BY = 'publisher'

/**
 * Brings the namespace's schedules to the table: missing ones are created, different ones changed, with their pause and note
 * as they were, and those of ours that have left the table removed. Nothing is written where nothing differs. Several
 * workers may do it at once; one of an older release than the schedules does nothing.
 */
export async function ensureSchedules(client: Client, { revision, rows }: ScheduleTable): Promise<void> {
  const stored = await Promise.all(rows.map(({ id }) => describe(client, id)))
  if (stored.some((schedule) => schedule && revisionOf(schedule) > revision)) return
  await Promise.all(rows.map((row, index) => ensure(client, wantedOf(row, revision), stored[index])))
  await removeOthers(client, revision, new Set(rows.map(({ id }) => id)))
}

type Wanted = Required<Pick<ScheduleOptions, 'scheduleId' | 'spec' | 'action' | 'policies'>> & { about: string }

const wantedOf = ({ id, workflow, spec, about }: ScheduleRow, revision: number): Wanted => ({
  scheduleId: id,
  spec,
  action: {
    type: 'startWorkflow',
    workflowType: workflow,
    workflowId: id,
    taskQueue: PUBLISH_QUEUE,
    args: [],
    staticSummary: about,
    memo: { managedBy: MANAGED_BY, revision },
  },
  // After an outage one round sees everything that is late.
  policies: { overlap: 'SKIP', catchupWindow: 60_000, pauseOnFailure: false },
  about,
})

async function ensure(client: Client, wanted: Wanted, stored: ScheduleDescription | null | undefined): Promise<void> {
  const { about, ...options } = wanted
  if (!stored) return create(client, { ...options, state: { note: about } })
  if (isSame(stored, wanted)) return
  const { spec, action, policies } = wanted
  await client.schedule.getHandle(wanted.scheduleId).update(({ state }) => ({
    ...{ spec, action, policies },
    // The operators': they have paused it, and said why.
    state: { ...state, note: state.note || about },
  }))
}

async function create(client: Client, options: ScheduleOptions): Promise<void> {
  try {
    await client.schedule.create(options)
  } catch (error) {
    // Another worker was faster.
    if (!(error instanceof ScheduleAlreadyRunning)) throw error
  }
}

/** Operators' changes of what the table says count as a difference. */
function isSame({ spec, policies, action }: ScheduleDescription, wanted: Wanted): boolean {
  const kept = Object.keys(wanted.action) as (keyof typeof action)[]
  const told = Object.fromEntries(kept.map((key) => [key, action[key]]))
  return (
    isDeepStrictEqual(spec, wanted.spec) &&
    isDeepStrictEqual(policies, wanted.policies) &&
    isDeepStrictEqual(told, wanted.action)
  )
}

/** A search may miss one that was made a moment ago, and tell of one that is gone: what is removed is read again by its id. */
async function removeOthers(client: Client, revision: number, ids: ReadonlySet<string>): Promise<void> {
  for await (const { scheduleId } of client.schedule.list()) {
    if (ids.has(scheduleId)) continue
    const schedule = await describe(client, scheduleId)
    if (!schedule || schedule.action.memo?.managedBy !== MANAGED_BY || revisionOf(schedule) > revision) continue
    await client.schedule.getHandle(scheduleId).delete().catch(unlessGone)
  }
}

const describe = (client: Client, id: string): Promise<ScheduleDescription | null> =>
  client.schedule.getHandle(id).describe().catch(unlessGone)

function unlessGone(error: unknown): null {
  if (error instanceof ScheduleNotFoundError) return null
  throw error
}

/** 0 for one that was made before schedules told whose they are. */
const revisionOf = ({ action }: ScheduleDescription): number => Number(action.memo?.revision ?? 0)
