import { ScheduleAlreadyRunning, type Client } from '@temporalio/client'
import { RECONCILE_SCHEDULE_ID, RENEW_SCHEDULE_ID } from '../workflows/contract'
import type * as workflows from '../workflows'

export interface ScheduleIntervals {
  reconcileIntervalMs: number
  renewIntervalMs: number
}

/** A schedule's id is that of its runs, too. */
interface Round {
  id: string
  workflow: keyof typeof workflows
  everyMs: number
  /** Each round begins at random so much later at most. */
  jitterMs: number
}

const roundsOf = ({ reconcileIntervalMs, renewIntervalMs }: ScheduleIntervals): Round[] => [
  { id: RECONCILE_SCHEDULE_ID, workflow: 'reconcilePublishJobs', everyMs: reconcileIntervalMs, jitterMs: 0 },
  { id: RENEW_SCHEDULE_ID, workflow: 'renewConnections', everyMs: renewIntervalMs, jitterMs: renewIntervalMs / 10 },
]

/** Creates the schedules, or brings the existing ones to this configuration. Several workers may do it at once. */
export async function ensureSchedules(client: Client, intervals: ScheduleIntervals): Promise<void> {
  for (const round of roundsOf(intervals)) await ensureSchedule(client, round)
}

async function ensureSchedule(client: Client, { id, workflow, everyMs, jitterMs }: Round): Promise<void> {
  const schedule = {
    spec: { intervals: [{ every: everyMs }], jitter: jitterMs },
    action: {
      type: 'startWorkflow' as const,
      workflowType: workflow,
      workflowId: id,
      taskQueue: 'publish',
      args: [],
    },
    // After an outage one round sees everything that is late.
    policies: { overlap: 'SKIP' as const, catchupWindow: '1 minute' },
  }
  try {
    await client.schedule.create({ scheduleId: id, ...schedule })
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error
    await client.schedule.getHandle(id).update((stored) => ({ ...stored, ...schedule }))
  }
}
