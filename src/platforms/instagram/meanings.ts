import { afterMs, type Meaning } from '../error-table'
import { DAY_MS, HOUR_MS, sharedMeanings } from '../meanings'

export const shared = sharedMeanings('INSTAGRAM')

export const publishingCap: Meaning = {
  code: 'publishing-cap',
  category: 'rate-limited',
  message: 'The account has published as much through the API as Instagram allows in 24 hours.',
  remedy: 'Nothing to do: the job tries again every hour until the window frees a place.',
  until: afterMs(HOUR_MS),
  cooldown: { scope: 'writes', reach: 'account' },
}

export const containerFailed: Meaning = {
  ...shared.uploadGone,
  code: 'container-failed',
  message: 'Instagram could not fetch or process the video for a reason that may pass.',
}

export const videoUnreachable: Meaning = {
  ...containerFailed,
  code: 'video-unreachable',
  message: 'Instagram could not fetch the video from its address.',
  remedy: 'A new container is tried. If it stays so, check that R2 is reachable from the internet.',
}

export const uploadRefused: Meaning = {
  ...containerFailed,
  code: 'upload-refused',
  message: "Instagram's upload host does not take the bytes of the video for this container.",
}

export const containerNotFound: Meaning = {
  ...shared.uploadGone,
  code: 'container-not-found',
  message: 'Instagram does not know the container, perhaps only for a moment.',
  remedy: 'Nothing to do: it is looked for again, then a new upload is prepared.',
}

export const spamSuspected: Meaning = {
  code: 'spam-suspected',
  category: 'policy',
  message: "Instagram restricts the account's activity, because it suspects spam.",
  remedy: 'Ask the user to open Instagram, and publish less often; do not repeat the post as it is.',
  cooldown: { scope: 'writes', reach: 'account', lastsMs: DAY_MS },
}

export const coverRefused: Meaning = {
  code: 'cover-refused',
  category: 'media',
  message: 'Instagram cannot use the cover: the image, or the frame at the given offset.',
  remedy: 'Use a JPEG of at most 8 MB with the aspect of the video, or an offset inside it, then publish anew.',
}

export const captionTooLong: Meaning = {
  ...shared.requestRefused,
  code: 'caption-refused',
  message: 'Instagram finds the caption too long, or too many hashtags or mentions in it.',
  remedy: 'Shorten the caption, then publish anew.',
}

export const trialNotAllowed: Meaning = {
  ...shared.requestRefused,
  message: 'Instagram does not let the account publish trial reels.',
}

export const appNotPermitted: Meaning = {
  ...shared.permissionMissing,
  message: 'Instagram says that the app may not do this for the account.',
  remedy: "Check the app's access level, then ask the user to reconnect the account with every permission.",
}

export const versionRefused: Meaning = {
  code: 'api-version-refused',
  category: 'configuration',
  message: 'The Graph API does not know the path that was called, as happens when its version has ended.',
  remedy: 'Set INSTAGRAM_API_VERSION to a version that lives, then retry the job.',
}

export const accountNotProfessional: Meaning = {
  code: 'account-not-professional',
  category: 'policy',
  message: 'Instagram lets apps publish to professional accounts only, and this one is personal.',
  remedy: 'Switch the account to Business or Creator in the Instagram app, then open a new link to connect it.',
}

export const instagramAccountMissing: Meaning = {
  code: 'instagram-account-missing',
  category: 'policy',
  message: 'No Page that the user has let the app see has a professional Instagram account.',
  remedy: 'Link the Instagram account to a Facebook Page, then open a new link and select that Page.',
}

/** Says nothing about the grant: its token cannot be extended within its first day. */
export const tokenTooYoung: Meaning = {
  code: 'token-too-young',
  category: 'transient',
  message: 'Instagram extends an access token only once it is a day old.',
  remedy: 'Nothing to do: the token is used as it is.',
}
