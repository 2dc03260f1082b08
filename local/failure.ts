import { types } from 'node:util'

/** Something the person at the terminal can mend. Its message is all they are shown: one sentence and what to do. */
export class LocalFailure extends Error {
  override readonly name = 'LocalFailure'
}

/** Also of another realm, which jest gives to each test file. */
const isError = (error: unknown): error is Error => types.isNativeError(error)

export const messageOf = (error: unknown): string => (isError(error) ? error.message : String(error))

/** The system's name of what went wrong (`ENOSPC`, `ECONNREFUSED`), also where `fetch` hides it in the cause. */
export function codeOf(error: unknown): string | undefined {
  if (!isError(error)) return undefined
  const code = (error as NodeJS.ErrnoException).code
  return typeof code === 'string' ? code : codeOf(error.cause)
}

/** Also where a server of another make says so in its own words. */
const isDiskFull = (error: unknown): boolean =>
  codeOf(error) === 'ENOSPC' || /No space left on device/.test(messageOf(error))

/** What to print for an error that ends a command: a stack trace only where nobody foresaw it. */
export function explain(error: unknown): string {
  if (isDiskFull(error)) return 'The disk is full: free some space and run the same command again.'
  if (error instanceof LocalFailure) return error.message
  return isError(error) ? (error.stack ?? error.message) : String(error)
}
