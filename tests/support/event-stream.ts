import type { JobProgress, JobStateView } from '../../src/api/schemas/job-event'
import { until } from './until'

export type ToldEvent =
  { event: 'state'; id: string | null; data: JobStateView } | { event: 'progress'; id: null; data: JobProgress }

/** A stream of server-sent events as it is read. */
export interface EventStream {
  status: number
  headers: Headers
  /** What has come so far. */
  events: ToldEvent[]
  comments: number
  states(): JobStateView[]
  /** Waits for as many states, and returns them. */
  reach(count: number): Promise<JobStateView[]>
  lastId(): string
  /** Resolves when the server has ended it, rejects where it was broken off. */
  ended: Promise<void>
  leave(): void
}

export async function openEventStream(url: string, headers: Record<string, string>): Promise<EventStream> {
  const leaving = new AbortController()
  const response = await fetch(url, { headers, signal: leaving.signal })
  const events: ToldEvent[] = []
  const stream: EventStream = {
    status: response.status,
    headers: response.headers,
    events,
    comments: 0,
    states: () => events.flatMap((told) => (told.event === 'state' ? [told.data] : [])),
    reach: (count) => until(() => Promise.resolve(stream.states().length >= count && stream.states())),
    lastId: () => events.findLast((told) => told.id !== null)?.id ?? '',
    ended: readAll(),
    leave: () => leaving.abort(),
  }
  stream.ended.catch(() => {}) // Who waits for the end is told of it.

  async function readAll(): Promise<void> {
    let unread = ''
    for await (const text of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const blocks = (unread + text).split('\n\n')
      unread = blocks.pop() ?? ''
      for (const block of blocks) take(block)
    }
  }

  function take(block: string): void {
    if (block.startsWith(':')) stream.comments++
    const fields = Object.fromEntries(block.split('\n').map((line) => line.split(/:(.*)/s).slice(0, 2)))
    if (fields.event === undefined) return
    events.push({ event: fields.event, id: fields.id ?? null, data: JSON.parse(fields.data) })
  }
  return stream
}
