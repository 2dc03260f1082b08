import { createEventBuffer } from 'better-sse'
import type { JobNews, JobState } from '../../database/job-events'
import type { JobProgress, JobStateView } from '../schemas/job-event'
import { toIso } from '../views/instants'

/** How soon a browser connects anew once a stream has ended. */
const RETRY_MS = 2_000

/** Keeps what lies in between from taking the stream for dead. */
export const KEEP_ALIVE = Buffer.from(createEventBuffer().comment().dispatch().read())

/** The beginning of every stream. */
export const PREAMBLE = Buffer.from(createEventBuffer().retry(RETRY_MS).dispatch().read())

/** Only states have an id, so that a stream is resumed after the last of them. */
export function toStateFrame(jobId: string, { id, state, at }: JobState): Buffer {
  const frame = createEventBuffer().event('state')
  if (id !== null) frame.id(String(id))
  return Buffer.from(
    frame
      .data(toStateView(jobId, state, at))
      .dispatch()
      .read(),
  )
}

export function toProgressFrame({ bytesSent, bytesTotal }: Pick<JobNews, 'bytesSent' | 'bytesTotal'>): Buffer {
  const progress: JobProgress = {
    bytesSent: Number(bytesSent),
    bytesTotal: bytesTotal === null ? null : Number(bytesTotal),
  }
  return Buffer.from(createEventBuffer().event('progress').data(progress).dispatch().read())
}

function toStateView(jobId: string, state: JobState['state'], at: Date): JobStateView {
  const { status, phase, waitReason, waitUntil, scheduledFor, generation, revision, errorCode, errorMessage } = state
  return {
    jobId,
    ...{ status, phase, waitReason, waitUntil, scheduledFor },
    error: errorCode === null ? null : { code: errorCode, message: errorMessage },
    post: state.post,
    ...{ generation, revision },
    at: toIso(at),
  }
}
