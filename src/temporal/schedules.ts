import { ScheduleAlreadyRunning, type Client, type ScheduleSpec } from '@temporalio/client'
import { QUOTA_TIME_ZONE } from '../domain/quota'
import { GRANT_SCHEDULE_ID, PUBLISH_QUEUE, RECONCILE_SCHEDULE_ID, RENEW_SCHEDULE_ID } from '../workflows/contract'
import type * as workflows from '../workflows'

export interface ScheduleIntervals {
  reconcileIntervalMs: number
  renewIntervalMs: number
}

/** A schedule's id is that of its runs, too. */
interface Round {
  id: string
  workflow: keyof typeof workflows
  spec: ScheduleSpec
}

/** @param jitterMs each round begins at random so much later at most */
const every = (intervalMs: number, jitterMs = 0): ScheduleSpec => ({
  intervals: [{ every: intervalMs }],
  jitter: jitterMs,
})

/** Midnight where YouTube's quota days begin, whatever the clocks there do. */
const QUOTA_MIDNIGHT: ScheduleSpec = { calendars: [{ hour: 0 }], timezone: QUOTA_TIME_ZONE }

const roundsOf = ({ reconcileIntervalMs, renewIntervalMs }: ScheduleIntervals): Round[] => [
  { id: RECONCILE_SCHEDULE_ID, workflow: 'reconcilePublishJobs', spec: every(reconcileIntervalMs) },
  { id: GRANT_SCHEDULE_ID, workflow: 'grantQuotaDay', spec: QUOTA_MIDNIGHT },
  { id: RENEW_SCHEDULE_ID, workflow: 'renewConnections', spec: every(renewIntervalMs, renewIntervalMs / 10) },
]

/** Creates the schedules, or brings the existing ones to this configuration. Several workers may do it at once. */
export async function ensureSchedules(client: Client, intervals: ScheduleIntervals): Promise<void> {
  for (const round of roundsOf(intervals)) await ensureSchedule(client, round)
}

async function ensureSchedule(client: Client, { id, workflow, spec }: Round): Promise<void> {
  const schedule = {
    spec,
    action: {
      type: 'startWorkflow' as const,
      workflowType: workflow,
      workflowId: id,
      taskQueue: PUBLISH_QUEUE,
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
