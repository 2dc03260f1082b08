import type { UploadTask } from '../../domain/ports/platform'
import { type ByteRange, contentRange } from '../byte-range'
import { callContext } from '../call-context'
import type { Phase } from '../error-table'
import type { HttpResult, Upload } from '../http'
import { referenceField } from '../references'
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
  const put = (task: UploadTask, phase: Phase, range: string, body: Upload | string): Promise<HttpResult> =>
    client.call(
      {
        method: 'PUT',
        url: referenceField(task.reference, 'sessionUri'),
        headers: { 'content-range': range, 'content-type': task.source.contentType },
        body,
      },
      callContext(task, phase),
    )

  return {
    /** Asks how far the session is, without a byte. */
    async query(task: UploadTask, phase: Phase): Promise<SessionState> {
      const result = await put(task, phase, `bytes */${task.source.sizeBytes}`, '')
      const state = readState(result)
      if (!state) throw client.failure(phase, result)
      return state
    },

    /** Sends one range. In a commit, a session that is gone has left the outcome open and is thrown. */
    async send(task: UploadTask, phase: Phase, range: ByteRange, upload: Upload): Promise<SessionState> {
      const result = await put(task, phase, contentRange(range, task.source.sizeBytes), upload)
      const state = readState(result)
      if (!state || (state.state === 'gone' && phase === 'commit')) throw client.failure(phase, result)
      return state
    },
  }
}

function readState(result: HttpResult): SessionState | undefined {
  if (!result.answered) return undefined
  const { status, headers, json } = result
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
