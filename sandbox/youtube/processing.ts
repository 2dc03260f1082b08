/** How the processing of a video goes. */
export interface Processing {
  createdAtMs: number
  /** Null: it never ends. */
  processedAtMs: number | null
  /** Why it fails or YouTube rejects the video; null when all goes well. */
  failReason: string | null
}

const PARTS = 10

const REJECTION_REASONS = [
  'claim',
  'copyright',
  'duplicate',
  'inappropriate',
  'legal',
  'length',
  'termsOfUse',
  'trademark',
  'uploaderAccountClosed',
  'uploaderAccountSuspended',
]

/** By `status.failureReason`, where it is not `other`. */
const PROCESSING_FAILURES: Record<string, string> = {
  codec: 'transcodeFailed',
  conversion: 'streamingFailed',
  uploadAborted: 'uploadFailed',
}

/** What a video's `status` and `processingDetails` tell of its processing at an instant. */
export function processingAt(video: Processing, nowMs: number) {
  const { processedAtMs, failReason } = video
  if (processedAtMs === null || nowMs < processedAtMs) {
    const processing = { processingStatus: 'processing', processingProgress: progressAt(video, nowMs) }
    return { upload: { uploadStatus: 'uploaded' }, processing }
  }
  if (failReason === null) {
    return { upload: { uploadStatus: 'processed' }, processing: { processingStatus: 'succeeded' } }
  }
  if (REJECTION_REASONS.includes(failReason)) {
    const upload = { uploadStatus: 'rejected', rejectionReason: failReason }
    return { upload, processing: { processingStatus: 'terminated' } }
  }
  const processingFailureReason = PROCESSING_FAILURES[failReason] ?? 'other'
  const upload = { uploadStatus: 'failed', failureReason: failReason }
  return { upload, processing: { processingStatus: 'failed', processingFailureReason } }
}

function progressAt({ createdAtMs, processedAtMs }: Processing, nowMs: number) {
  if (processedAtMs === null) return { partsTotal: String(PARTS), partsProcessed: '0' }
  const done = (nowMs - createdAtMs) / (processedAtMs - createdAtMs)
  return {
    partsTotal: String(PARTS),
    partsProcessed: String(Math.floor(done * PARTS)),
    timeLeftMs: String(Math.ceil(processedAtMs - nowMs)),
  }
}
