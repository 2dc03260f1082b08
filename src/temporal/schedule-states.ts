import type { Client } from '@temporalio/client'
import type { Clock } from '../domain/ports/clock'
import type { ScheduleState, ScheduleStates } from '../domain/ports/rounds'
import type { ScheduleTable } from './schedules'

/** How long Temporal may take to answer. */
const ANSWER_MS = 2_000

export function createScheduleStates(client: Client, { rows }: ScheduleTable, clock: Clock): ScheduleStates {
  async function stateOf(id: string): Promise<ScheduleState | null> {
    const handle = client.schedule.getHandle(id)
    try {
      const { state, info } = await client.withDeadline(clock.nowMs() + ANSWER_MS, () => handle.describe())
      return {
        paused: state.paused,
        note: state.note ?? null,
        nextRunAtMs: info.nextActionTimes[0]?.getTime() ?? null,
        lastRunId: info.recentActions.at(-1)?.action.workflow.workflowId ?? null,
      }
    } catch {
      // What the rounds have reported is worth telling without.
      return null
    }
  }

  return {
    read: () => Promise.all(rows.map(async ({ id, about }) => ({ id, about, state: await stateOf(id) }))),
  }
}
