import { PublishError, type Problem } from './errors'

/** The user has taken the whole grant back, at the platform. */
export const AUTHORIZATION_REMOVED = 'authorization-removed'

/** The grant lives, but does not cover what was asked. */
export const PERMISSION_MISSING = 'connection-lacks-permission'

/** What a platform's definite no makes of a connection. `reason` is its problem's code. */
export interface Refusal {
  status: 'EXPIRED' | 'REVOKED'
  reason: string
}

/** Whether a platform, or the connection itself, says no to the grant. */
export const isAuthError = (error: unknown): error is PublishError =>
  error instanceof PublishError && error.problem.category === 'auth'

/** @param problem of category `auth`, and past what a renewal of the token can cure */
export const refusalOf = ({ code }: Pick<Problem, 'code'>): Refusal => ({
  status: code === AUTHORIZATION_REMOVED ? 'REVOKED' : 'EXPIRED',
  reason: code,
})
