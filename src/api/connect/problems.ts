import type { ProblemType } from '../problems'

/** What may stand in the way of connecting an account, by its stable code. */
export const CONNECT_PROBLEMS = {
  'oauth-state-invalid': {
    status: 400,
    title: 'This return from the platform belongs to nothing that was begun here',
    remedy: 'Open the link to connect the account again, and do not go back on the way. Nothing was changed.',
  },
  'oauth-browser-mismatch': {
    status: 403,
    title: 'This was begun in another browser',
    remedy:
      'Go on in the browser that opened the link first, with cookies allowed, or ask for a new link. Nothing was changed.',
  },
  'access-denied': {
    status: 403,
    title: 'The user did not let the app use the account',
    remedy: 'If that was not meant, ask for a new link. Nothing was changed.',
  },
  'connect-link-invalid': {
    status: 404,
    title: 'This link connects nothing',
    remedy: 'Check that the link is complete, or ask for a new one.',
  },
  'connect-link-used': {
    status: 409,
    title: 'This link was used',
    remedy: 'Ask for a new link if the account is not connected.',
  },
  'oauth-state-used': {
    status: 409,
    title: 'This return from the platform was taken already',
    remedy: 'If the account is not connected, ask for a new link. This time nothing was changed.',
  },
  'account-taken': {
    status: 409,
    title: 'Another user has connected this account',
    remedy: 'Choose another account, or let that user disconnect this one first. Nothing was changed.',
  },
  'account-choice-needed': {
    status: 409,
    title: 'The user has let the app use several accounts',
    remedy: 'Ask for a new link with "platformUserId" set to one of "accounts". Nothing was changed.',
  },
  'account-not-offered': {
    status: 409,
    title: 'The user has not chosen the account that the link was made for',
    remedy: 'Ask for a new link, and choose that account. Nothing was changed.',
  },
  'consent-superseded': {
    status: 409,
    title: 'The user has decided otherwise since this consent was given',
    remedy:
      "Look at the user's connections; ask for a new link if this account is wanted after all. Nothing was changed.",
  },
  'connect-link-expired': {
    status: 410,
    title: 'This link has expired',
    remedy: 'Ask for a new link, and use it at once.',
  },
  'oauth-state-expired': {
    status: 410,
    title: 'The return from the platform came too late',
    remedy: 'Ask for a new link, and use it at once. Nothing was changed.',
  },
  'login-not-configured': {
    status: 500,
    title: 'The login that the link was made for is not configured any more',
    remedy: 'Set FACEBOOK_APP_ID and FACEBOOK_APP_SECRET, and restart.',
  },
  'consent-failed': {
    status: 502,
    title: 'The platform has sent the user back without a consent',
    remedy: 'Ask for a new link and try again. Nothing was changed.',
  },
} as const satisfies Record<string, ProblemType>
