import type { CommitTask, UploadTask } from '../domain/ports/platform'
import type { Upload } from './http'
import { assertTimely } from './timely'

/** Both bounds included. */
export interface ByteRange {
  first: number
  last: number
}

/** The value of a Content-Range header. */
export const contentRange = ({ first, last }: ByteRange, totalBytes: number): string =>
  `bytes ${first}-${last}/${totalBytes}`

/** One ranged read of the task's video, to be piped into one request. `onSent` gets bytes of this range. */
export async function rangeOf(
  task: UploadTask,
  range: ByteRange,
  onSent?: (bytesSent: number) => void,
): Promise<Upload> {
  const bytes = await task.source.read(range.first, range.last, task.signal)
  return { bytes, sizeBytes: range.last - range.first + 1, ...(onSent && { onSent }) }
}

/**
 * The range that a commit sends. Reading takes time too, so the clock is looked at once the bytes are there.
 * @throws PublishError `commit-too-late`
 */
export async function lastRangeOf(
  task: CommitTask,
  range: ByteRange,
  nowMs: () => number,
  onSent: (bytesSent: number) => void,
): Promise<Upload> {
  const upload = await rangeOf(task, range, onSent)
  assertTimely(task, nowMs())
  return upload
}
