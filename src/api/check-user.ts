import type { UserStanding } from '../database/users'
import type { Violation } from '../domain/errors'

/** The rule for whatever begins for a user. The row is held once more when it is written. */
export function checkUser(standing: UserStanding | null): Violation[] {
  const fault = (code: string, message: string) => [{ pointer: '/userId', code, message }]
  if (standing === null) return fault('user-not-found', 'There is no such user')
  return standing === 'erasing' ? fault('user-being-erased', 'The user is being erased with all that is theirs') : []
}
