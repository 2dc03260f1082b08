import { setTimeout as pause } from 'node:timers/promises'
import type { Client } from '@temporalio/client'
import type { Place } from './search'
import { textOf } from './text-of'

/** The whole history of every workflow of the namespace, with all payloads opened. */
export async function histories({ workflow }: Client): Promise<Place[]> {
  const places: Place[] = []
  for await (const { type, workflowId, runId } of workflow.list()) {
    const history = await workflow.getHandle(workflowId, runId).fetchHistory()
    places.push({ name: `history of ${type} ${workflowId}`, text: textOf(history) })
  }
  return places
}

/** What the server tells of every workflow beside its history: memo, search attributes, summaries, pending steps. */
export async function descriptions({ workflow }: Client, query?: string): Promise<Place[]> {
  const places: Place[] = []
  for await (const { type, workflowId, runId } of workflow.list({ ...(query && { query }) })) {
    const { raw } = await workflow.getHandle(workflowId, runId).describe()
    places.push({ name: `description of ${type} ${workflowId}`, text: textOf(raw) })
  }
  return places
}

/** Every schedule with what it starts and what was started. */
export async function schedules({ schedule }: Client): Promise<Place[]> {
  const places: Place[] = []
  for await (const { scheduleId } of schedule.list()) {
    const { raw } = await schedule.getHandle(scheduleId).describe()
    places.push({ name: `schedule ${scheduleId}`, text: textOf(raw) })
  }
  return places
}

/** What is to be seen of a step only while it is pending: its last heartbeat and its last failure. */
export interface PendingWatch {
  /** Everything seen so far, each once. */
  places(): Promise<Place[]>
  stop(): Promise<void>
}

const LOOK_EVERY_MS = 200

/** Looks at everything that runs again and again, until it is stopped. */
export function watchPending(client: Client): PendingWatch {
  const seen = new Map<string, Place>()
  let isStopped = false
  const look = async () => {
    for (const place of await descriptions(client, 'ExecutionStatus = "Running"')) seen.set(place.text, place)
  }
  const watching = (async () => {
    for (; !isStopped; await pause(LOOK_EVERY_MS)) await look()
  })()
  return {
    places: () => Promise.resolve([...seen.values()]),
    async stop() {
      isStopped = true
      await watching
    },
  }
}
