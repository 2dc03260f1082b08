import { ScheduleAlreadyRunning, type Client } from '@temporalio/client'
import { RECONCILE_SCHEDULE_ID } from '../workflows/contract'

/** Creates the schedules, or brings the existing ones to this configuration. Several workers may do it at once. */
export async function ensureSchedules(client: Client, given: { reconcileIntervalMs: number }): Promise<void> {
  const schedule = {
    scheduleId: RECONCILE_SCHEDULE_ID,
    spec: { intervals: [{ every: given.reconcileIntervalMs }] },
    action: {
      type: 'startWorkflow' as const,
      workflowType: 'reconcilePublishJobs',
      workflowId: RECONCILE_SCHEDULE_ID,
      taskQueue: 'publish',
      args: [],
    },
    // After an outage one round sees everything that is late.
    policies: { overlap: 'SKIP' as const, catchupWindow: '1 minute' },
  }
  try {
    await client.schedule.create(schedule)
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error
    const { scheduleId, ...wanted } = schedule
    await client.schedule.getHandle(scheduleId).update((stored) => ({ ...stored, ...wanted }))
  }
}
