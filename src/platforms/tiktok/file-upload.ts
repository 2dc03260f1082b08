import { isDefiniteRefusal, type Problem, PublishError } from '../../domain/errors'
import type { CommitResult, CommitTask, TransferResult, UploadTask } from '../../domain/ports/platform'
import { type ByteRange, lastRangeOf, rangeOf } from '../byte-range'
import { callContext } from '../call-context'
import type { Phase } from '../error-table'
import type { HttpResult, Upload } from '../http'
import { HOUR_MS, sharedMeanings } from '../meanings'
import { referenceField } from '../references'
import { chunkAt, planChunks } from './chunks'
import type { TikTokClient } from './client'
import { failureOf } from './errors'
import { initRequest } from './init-request'
import type { SourceMode } from './source-mode'
import { verdict } from './verdict'

type OnBytes = (bytes: number) => void

/** How far an upload is, or why it will never be a post. */
type Standing = { confirmedBytes: number } | { lost: Problem }

/**
 * FILE_UPLOAD; reference `{ publishId, uploadUrl, chunkSizeBytes, calledAtMs }`. `transfer` sends every chunk but the last from where
 * TikTok says it is, `commit` sends the last. TikTok keeps one post for each `publish_id` and takes chunks in order only,
 * so a finished upload refuses the last chunk (416, or 403/404 once its URL is closed); that refusal is told as
 * `unknown-outcome`, and the probe finds the post.
 */
export function fileUpload(client: TikTokClient, nowMs: () => number): SourceMode {
  const put = (task: UploadTask, range: ByteRange, phase: Phase, open: () => Promise<Upload>): Promise<HttpResult> =>
    client.putChunk(
      {
        uploadUrl: referenceField(task.reference, 'uploadUrl'),
        range,
        totalBytes: task.source.sizeBytes,
        contentType: task.source.contentType,
        open,
      },
      callContext(task, phase),
    )

  const postStatus = (task: UploadTask, phase: Phase) =>
    client.postStatus(referenceField(task.reference, 'publishId'), callContext(task, phase))

  /** A task past its upload has all its bytes. */
  async function standingOf(task: UploadTask, phase: Phase): Promise<Standing> {
    try {
      const post = await postStatus(task, phase)
      if (post.status === 'PROCESSING_UPLOAD') return { confirmedBytes: post.uploaded_bytes ?? 0 }
      if (post.status !== 'FAILED') return { confirmedBytes: task.source.sizeBytes }
      return { lost: failureOf(post, nowMs()) }
    } catch (error) {
      if (error instanceof PublishError && error.problem.code === UNKNOWN_TASK.code) return { lost: UNKNOWN_TASK }
      throw error
    }
  }

  /** How far the upload is after one chunk more. */
  async function advance(task: UploadTask, confirmedBytes: number): Promise<Standing> {
    const range = chunkAt(confirmedBytes, task.source.sizeBytes, chunkSizeBytes(task))
    const result = await put(task, range, 'transfer', () => rangeOf(task, range))
    if (result.answered && result.status === 206) return { confirmedBytes: range.last + 1 }
    if (isClosed(result)) return { lost: UNKNOWN_TASK }
    const failure = client.failure('transfer', result)
    if (!result.answered || result.status !== 416) throw failure
    const told = await standingOf(task, 'transfer')
    if ('confirmedBytes' in told && told.confirmedBytes === confirmedBytes) throw failure
    return told
  }

  /** A closed URL alone does not say why it is closed: the task may have been finished before. */
  async function whyClosed(task: UploadTask): Promise<Problem | null> {
    // Without an answer the outcome stays unknown.
    const standing = await standingOf(task, 'commit').catch(() => null)
    if (!standing) return null
    if ('confirmedBytes' in standing) return standing.confirmedBytes < task.source.sizeBytes ? UNKNOWN_TASK : null
    return isDefiniteRefusal(standing.lost.category) ? standing.lost : UNKNOWN_TASK
  }

  return {
    async prepare(task) {
      const { chunkSizeBytes, chunkCount } = planChunks(task.source.sizeBytes)
      const startedAtMs = nowMs()
      const request = initRequest(task.draft, {
        source: 'FILE_UPLOAD',
        video_size: task.source.sizeBytes,
        chunk_size: chunkSizeBytes,
        total_chunk_count: chunkCount,
      })
      const opened = await client.openUpload(request, callContext(task, 'prepare'))
      return {
        reference: {
          publishId: opened.publish_id,
          uploadUrl: opened.upload_url,
          chunkSizeBytes: String(chunkSizeBytes),
          calledAtMs: String(opened.calledAtMs),
        },
        // The upload URL lives one hour, and the whole upload has to end within it.
        expiresAtMs: startedAtMs + HOUR_MS,
      }
    },

    async transfer(task: UploadTask, onProgress: OnBytes): Promise<TransferResult> {
      const last = lastChunk(task)
      let standing = await standingOf(task, 'transfer')
      while ('confirmedBytes' in standing && standing.confirmedBytes < last.first) {
        onProgress(standing.confirmedBytes)
        standing = await advance(task, standing.confirmedBytes)
      }
      if ('lost' in standing) return { state: 'gone', problem: standing.lost }
      onProgress(standing.confirmedBytes)
      return { state: 'ready' }
    },

    async commit(task: CommitTask, onProgress: OnBytes): Promise<CommitResult> {
      const last = lastChunk(task)
      const open = () => lastRangeOf(task, last, nowMs, (bytesSent) => onProgress(last.first + bytesSent))
      const result = await put(task, last, 'commit', open)
      if (result.answered && result.status === 201) return { outcome: 'accepted' }
      const problem = isClosed(result) ? await whyClosed(task) : null
      if (problem) throw new PublishError(problem)
      throw client.failure('commit', result)
    },

    probe: async (task) => verdict(task, await postStatus(task, 'probe'), nowMs()),
  }
}

const UNKNOWN_TASK = sharedMeanings('TIKTOK').uploadGone

const isClosed = (result: HttpResult): boolean => result.answered && (result.status === 403 || result.status === 404)

const chunkSizeBytes = (task: UploadTask): number => Number(referenceField(task.reference, 'chunkSizeBytes'))

const lastChunk = (task: UploadTask): ByteRange =>
  chunkAt(task.source.sizeBytes, task.source.sizeBytes, chunkSizeBytes(task))
