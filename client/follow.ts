import { setTimeout as delay } from 'node:timers/promises'
import { toError } from './problem'
import type { components } from './schema'

export type JobState = components['schemas']['JobState']
export type JobProgress = components['schemas']['JobProgress']

/** What becomes of a job, as it becomes so. */
export type JobEvent = { event: 'state'; state: JobState } | { event: 'progress'; progress: JobProgress }

const ENDED = new Set(['COMPLETED', 'FAILED'])

/** Opens the stream of a job's events after the event of that id. */
export type OpenStream = (lastEventId: string | null, signal?: AbortSignal) => Promise<Response>

/**
 * The events of a job until it has ended and its stream has: a published job's stays open for a while where the post's
 * address comes late. A stream that breaks before goes on where it was, after a wait.
 */
export async function* follow(open: OpenStream, reconnectMs: number, signal?: AbortSignal): AsyncGenerator<JobEvent> {
  let lastEventId: string | null = null
  let hasEnded = false
  while (!hasEnded) {
    const response = await open(lastEventId, signal)
    if (!response.ok) throw await toError(response)
    if (response.status === 204) return
    try {
      for await (const { id, event, data } of framesOf(response)) {
        lastEventId = id ?? lastEventId
        if (event === 'progress') yield { event, progress: JSON.parse(data) as JobProgress }
        if (event !== 'state') continue
        const state = JSON.parse(data) as JobState
        yield { event, state }
        hasEnded = ENDED.has(state.status)
      }
    } catch (error) {
      // A connection that breaks throws a TypeError; whatever else is thrown is no reason to go on.
      if (signal?.aborted || !(error instanceof TypeError)) throw error
    }
    if (!hasEnded) await delay(reconnectMs, undefined, { signal })
  }
}

interface Frame {
  id: string | null
  event: string
  data: string
}

/** Server-sent events as the HTML standard frames them. */
async function* framesOf(response: Response): AsyncGenerator<Frame> {
  if (!response.body) return
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of response.body) {
    rest += decoder.decode(chunk as Uint8Array, { stream: true })
    const frames = rest.replaceAll('\r\n', '\n').split('\n\n')
    rest = frames.pop() ?? ''
    yield* frames.map(toFrame)
  }
}

function toFrame(text: string): Frame {
  const fields = text.split('\n').map((line) => /^(\w+): ?(.*)$/.exec(line) ?? [])
  const all = (name: string) => fields.filter(([, field]) => field === name).map(([, , value = '']) => value)
  return { id: all('id').at(-1) ?? null, event: all('event').at(-1) ?? 'message', data: all('data').join('\n') }
}
