import type { Client } from '@temporalio/client'
import type { SyncRuns } from '../domain/ports/sync'
import { SYNC_SCHEDULE_ID } from '../workflows/contract'

/** Begins rounds of syncs between those of their schedule. */
export const createSyncRuns = ({ schedule }: Client): SyncRuns => ({
  async start() {
    await schedule.getHandle(SYNC_SCHEDULE_ID).trigger('BUFFER_ONE')
  },
})
