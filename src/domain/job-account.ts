import type { Problem } from './errors'

/** Another account has taken the place of the one that a job was made for. */
export const ACCOUNT_CHANGED: Problem = {
  code: 'account-changed',
  category: 'policy',
  message: 'Another account of the platform has been connected since the job was made.',
  remedy:
    'Make a new job if the video shall go to the account that is connected now, or connect the earlier one again and retry with /retry.',
}

/** Why a job whose account is not `ACTIVE` must wait for its user. `null`: the connection is gone. */
export const reconnectRequired = (status: 'EXPIRED' | 'REVOKED' | null): Problem => ({
  code: 'reconnect-required',
  category: 'auth',
  message:
    status === 'EXPIRED'
      ? 'The platform no longer accepts what the user once allowed.'
      : 'The account is no longer connected: its user has taken the access back.',
  remedy: 'Ask the user to connect the account again.',
})

/** A token that is refused right after its renewal: whatever it is, the user alone can mend it. */
export const refusedAnew = ({ platformCode, platformRequestId }: Problem): Problem => ({
  ...reconnectRequired('EXPIRED'),
  message: 'The platform refuses the access token although it was renewed this moment.',
  ...(platformCode !== undefined && { platformCode }),
  ...(platformRequestId !== undefined && { platformRequestId }),
})
