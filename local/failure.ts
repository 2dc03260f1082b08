/** Something the person at the terminal can mend. Its message is all they are shown: one sentence and what to do. */
export class LocalFailure extends Error {
  override readonly name = 'LocalFailure'
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** The system's name of what went wrong (`ENOSPC`, `ECONNREFUSED`), also where `fetch` hides it in the cause. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  const code = (error as NodeJS.ErrnoException).code
  return typeof code === 'string' ? code : codeOf(error.cause)
}

/** What to print for an error that ends a command: a stack trace only where nobody foresaw it. */
export function explain(error: unknown): string {
  if (error instanceof LocalFailure) return error.message
  if (codeOf(error) === 'ENOSPC') return 'The disk is full: free some space and run the same command again.'
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
