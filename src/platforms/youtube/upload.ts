import { PublishError } from '../../domain/errors'
import type { CommitResult, CommitTask, TransferResult, UploadTask } from '../../domain/ports/platform'
import { sharedMeanings } from '../meanings'
import { lastRangeOf, rangeOf } from '../byte-range'
import { nextChunk } from './chunks'
import type { YouTubeClient } from './client'
import { uploadSession } from './session'

type OnBytes = (bytes: number) => void

const { uploadGone, notReady } = sharedMeanings('YOUTUBE')

/** A video that exists may still be rejected or fail: the probe tells. */
const ACCEPTED: CommitResult = { outcome: 'accepted' }

/**
 * The bytes of a resumable session. Both steps first ask the session where it is, and that is how a finished upload is never
 * sent twice: `transfer` calls it ready, since nothing is left to send, and `commit` gets the finished video as the answer
 * to its question and sends nothing at all. The same question lets the commit start exactly where YouTube stopped.
 */
export function youtubeUpload(client: YouTubeClient, nowMs: () => number) {
  const session = uploadSession(client)

  return {
    async transfer(task: UploadTask, onProgress: OnBytes): Promise<TransferResult> {
      let current = await session.query(task, 'transfer')
      while (current.state === 'open') {
        onProgress(current.keptBytes)
        const range = nextChunk(current.keptBytes, task.source.sizeBytes)
        if (!range) return { state: 'ready' }
        const next = await session.send(task, 'transfer', range, () => rangeOf(task, range))
        // A chunk of which nothing was kept: back off instead of sending it again and again.
        if (next.state === 'open' && next.keptBytes <= current.keptBytes) throw new PublishError(notReady)
        current = next
      }
      return { state: current.state === 'gone' ? 'gone' : 'ready' }
    },

    async commit(task: CommitTask, onProgress: OnBytes): Promise<CommitResult> {
      // Not yet the irreversible request: whatever fails here has published nothing.
      const current = await session.query(task, 'transfer')
      if (current.state === 'finished') return ACCEPTED
      if (current.state === 'gone') throw new PublishError(uploadGone)
      const { keptBytes } = current
      // YouTube has every byte and has not made up its mind.
      if (keptBytes === task.source.sizeBytes) return ACCEPTED
      const rest = { first: keptBytes, last: task.source.sizeBytes - 1 }
      const sent = await session.send(task, 'commit', rest, () =>
        lastRangeOf(task, rest, nowMs, (bytesSent) => onProgress(keptBytes + bytesSent)),
      )
      if (sent.state === 'finished') return ACCEPTED
      if (sent.state === 'open' && sent.keptBytes === task.source.sizeBytes) return ACCEPTED
      throw new PublishError(notReady)
    },
  }
}
