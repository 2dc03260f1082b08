import { PLATFORM_QUOTA_EXCEEDED } from '../../domain/platform-quota'
import { nextPacificMidnightMs } from '../../domain/quota'
import { afterMs, type Meaning } from '../error-table'
import { DAY_MS, sharedMeanings } from '../meanings'

const shared = sharedMeanings('YOUTUBE')

/** What YouTube's errors mean, beside what every platform's can. */
export const meanings = {
  ...shared,

  projectQuota: {
    code: PLATFORM_QUOTA_EXCEEDED,
    category: 'quota',
    message: "The app's YouTube quota of today is used up.",
    remedy: 'Nothing to do: the job goes on after midnight Pacific Time. To raise the quota, apply to Google.',
    until: nextPacificMidnightMs,
  },
  channelAllowance: {
    code: 'channel-upload-limit',
    category: 'rate-limited',
    message: 'The channel has uploaded as many videos as YouTube allows it in 24 hours.',
    remedy: 'Nothing to do: the job goes on when the window has passed.',
    until: afterMs(DAY_MS),
    cooldown: { scope: 'writes', reach: 'account' },
  },
  noChannel: {
    ...shared.reconnectRequired,
    message: 'The Google account has no YouTube channel.',
    remedy: 'Ask the user to create a channel and to reconnect the account.',
  },
  channelMissing: {
    code: 'channel-missing',
    category: 'policy',
    message: 'The Google account has no YouTube channel.',
    remedy: 'Create a channel in YouTube, then open a new link to connect the account.',
  },
  forbidden: {
    code: 'forbidden',
    category: 'policy',
    message: 'YouTube forbids this to the account or the app.',
    remedy:
      "Check the channel's state in YouTube Studio, the granted permissions and the chosen visibility, then publish anew.",
  },
  notFound: {
    code: 'not-found',
    category: 'policy',
    message: 'YouTube does not know what this is about: the video or the playlist.',
    remedy: 'Look in YouTube Studio whether it was deleted or belongs to another channel.',
  },
  conflict: {
    code: 'conflict',
    category: 'transient',
    message: 'YouTube is changing the same thing at this moment.',
    remedy: 'Nothing to do: the call is repeated for a while.',
  },
  imageRefused: {
    code: 'image-refused',
    category: 'media',
    message: 'YouTube cannot use this image.',
    remedy: 'Use a JPEG or PNG of at most 50 MB, best 1280x720.',
  },

  duplicateVideo: {
    code: 'duplicate-video',
    category: 'policy',
    message: 'YouTube rejected the video, because the channel has it already.',
    remedy: 'Look for the video on the channel; publish another file if it is to appear twice.',
  },
  channelUnverified: {
    code: 'video-too-long-for-channel',
    category: 'media',
    message: 'YouTube rejected the video for its length: an unverified channel may upload up to 15 minutes.',
    remedy: 'Ask the user to verify the channel, or publish a shorter cut.',
  },
  contentRejected: {
    code: 'content-rejected',
    category: 'policy',
    message: 'YouTube rejected the video for what it shows or says.',
    remedy: 'Look the reason up in YouTube Studio; do not publish the video again as it is.',
  },
  rightsClaimed: {
    code: 'rights-claimed',
    category: 'policy',
    message: 'YouTube rejected the video, because somebody else has rights in it.',
    remedy: 'Look the claim up in YouTube Studio: dispute it there, or publish a cut without what it names.',
  },
  uploadBroken: {
    code: 'upload-broken',
    category: 'media',
    message: 'YouTube lost the video on its way from the upload to the processing.',
    remedy: 'Retry the job: the file is sent anew. If it stays so, re-encode the video.',
  },
  processingFailed: {
    code: 'processing-failed',
    category: 'media',
    message: 'YouTube could not process the video.',
    remedy: 'Retry the job once; if it fails again, re-encode the video as H.264 and AAC in MP4.',
  },
  videoDeleted: {
    code: 'video-deleted',
    category: 'policy',
    message: 'The video was deleted from the channel.',
    remedy: 'Ask the user whether it was meant to be; if not, retry the job.',
  },
} as const satisfies Record<string, Meaning>
