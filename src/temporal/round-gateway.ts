import { ScheduleNotFoundError, type Client } from '@temporalio/client'

/**
 * Begins a round of a schedule now; one that is under way already is left alone, and no second one follows.
 * @returns false where there is no such schedule: no worker has ever made it
 */
export async function beginRound(client: Client, scheduleId: string): Promise<boolean> {
  try {
    await client.schedule.getHandle(scheduleId).trigger('SKIP')
    return true
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return false
    throw error
  }
}
