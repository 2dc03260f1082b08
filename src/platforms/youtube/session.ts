import type { UploadTask } from '../../domain/ports/platform'
import { type ByteRange, contentRange } from '../byte-range'
import { callContext } from '../call-context'
import type { Phase } from '../error-table'
import type { HttpAnswer, Upload } from '../http'
import { referenceField } from '../references'
import type { YouTubeCall } from './calls'
import { parseVideo, type Video, type YouTubeClient } from './client'

/**
 * What a resumable session says of itself.
 * - `open`: it keeps the first `keptBytes` of the file, whatever was sent.
 * - `finished`: the video exists; the session repeats this answer for as long as it lives.
 * - `gone`: YouTube has forgotten the session.
 */
export type SessionState =
  { state: 'open'; keptBytes: number } | { state: 'finished'; video: Video } | { state: 'gone' }

/** The resumable upload protocol on a task's `sessionUri`. Any other answer than a state is thrown by the table. */
export function uploadSession(client: YouTubeClient) {
  const put = (task: UploadTask, range: string): Pick<YouTubeCall, 'method' | 'url' | 'headers'> => ({
    method: 'PUT',
    url: referenceField(task.reference, 'sessionUri'),
    headers: { 'content-range': range, 'content-type': task.source.contentType },
  })

  return {
    /** Asks how far the session is, without a byte. */
    query(task: UploadTask, phase: Phase): Promise<SessionState> {
      const request = put(task, `bytes */${task.source.sizeBytes}`)
      return client.call({ operation: 'session.query', ...request, body: '' }, callContext(task, phase), readState)
    },

    /** Sends one range. In a commit, a session that is gone has left the outcome open and is thrown. */
    send(task: UploadTask, phase: Phase, range: ByteRange, open: () => Promise<Upload>): Promise<SessionState> {
      const request = put(task, contentRange(range, task.source.sizeBytes))
      const read = phase === 'commit' ? readLiving : readState
      return client.call({ operation: 'session.put', ...request, body: open }, callContext(task, phase), read)
    },
  }
}

function readLiving(answer: HttpAnswer): SessionState | undefined {
  const state = readState(answer)
  return state?.state === 'gone' ? undefined : state
}

function readState({ status, headers, json }: HttpAnswer): SessionState | undefined {
  if (status === 404 || status === 410) return { state: 'gone' }
  if (status === 200 || status === 201) {
    const video = parseVideo(json)
    return video && { state: 'finished', video }
  }
  if (status !== 308) return undefined
  if (headers.range === undefined) return { state: 'open', keptBytes: 0 }
  const [, last] = /^bytes=0-(\d+)$/.exec(headers.range) ?? []
  return last === undefined ? undefined : { state: 'open', keptBytes: Number(last) + 1 }
}
