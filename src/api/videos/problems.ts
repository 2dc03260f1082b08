import type { ProblemType } from '../problems'

const RESEND =
  'PUT the parts that are named where POST /v1/videos/{id}/upload-parts tells, then complete the upload again.'

/** What may stand in the way of a video, by its stable code. */
export const VIDEO_PROBLEMS = {
  'video-not-found': { status: 404, title: 'There is no such video', remedy: 'Check the video id.' },
  'video-key-taken': {
    status: 409,
    title: 'A video of this object key exists',
    remedy: 'Use that video, or upload under a new key: every upload has a key of its own.',
  },
  'video-deleted': {
    status: 410,
    title: 'The video that this Idempotency-Key has made was deleted',
    remedy: 'Send a new key to make another one.',
  },
  'video-busy': {
    status: 409,
    title: 'A job of the video is publishing, or may have published',
    remedy:
      'Wait until the jobs of "jobIds" have a verdict; an operator may settle an unconfirmed one with /resolve. Nothing was changed.',
  },
  'video-in-use': {
    status: 409,
    title: 'Jobs need this video',
    remedy: 'Send "?jobs=cancel" to cancel the "jobs" of them, or wait until they have ended. Nothing was changed.',
  },
  'not-uploading': {
    status: 409,
    title: 'The video takes no parts: its object is in the bucket',
    remedy: 'Begin a new upload with POST /v1/videos: every upload makes a video of its own.',
  },
  'not-uploaded': {
    status: 409,
    title: 'The object of the video is not in the bucket yet',
    remedy: 'Complete its upload first, with POST /v1/videos/{id}/complete.',
  },
  'source-missing': {
    status: 409,
    title: 'The object of the video is not in the bucket any more',
    remedy: 'Upload it again, as a new video.',
  },
  'source-changed': {
    status: 409,
    title: 'The object in the bucket was replaced after the video was made',
    remedy: 'Register the new object as a new video.',
  },
  'upload-incomplete': { status: 409, title: 'Parts of the upload are missing: see "missing"', remedy: RESEND },
  'part-differs': {
    status: 409,
    title: 'Parts have arrived with other bytes than are named: see "parts"',
    remedy: RESEND,
  },
  'size-differs': {
    status: 409,
    title: 'Bytes have arrived in another number than was announced: see "parts", or "sizeBytes" of the whole',
    remedy: RESEND,
  },
  'upload-expired': {
    status: 410,
    title: 'The upload was not completed in time, and was given up',
    remedy: 'Begin a new one with POST /v1/videos.',
  },
  'storage-unreachable': {
    status: 503,
    title: 'The bucket gave no usable answer',
    remedy: 'Send the same request again shortly.',
  },
  'storage-refused': {
    status: 500,
    title: 'The bucket does not let Publisher do this',
    remedy: 'An operator checks the bucket and what its key may do.',
  },
} as const satisfies Record<string, ProblemType>
