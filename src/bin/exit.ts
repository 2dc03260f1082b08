import { ConfigError } from '../config'
import { isDatabaseDown } from '../database/database-down'
import { redact } from '../security/redaction'
import { ListenError } from './listen'
import { StartError } from './start-error'

/** A command that was called in a way it does not understand. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

const PLAIN = [ConfigError, ListenError, StartError, UsageError]

/** Says why a process ends: in one sentence what a person can mend, with its stack what is ours to mend. */
export function tell(error: unknown): void {
  const isPlain = PLAIN.some((kind) => error instanceof kind)
  const told = error instanceof Error ? (isPlain ? error.message : error.stack) : String(error)
  process.stderr.write(redact(`${told}\n`))
}

/** What a command of an operator ends by: a database that is down is nothing that we could mend. */
export function tellOperator(error: unknown): void {
  const down = new UsageError('The database of DATABASE_URL is out of reach: run this again when it is back.')
  tell(isDatabaseDown(error) ? down : error)
}

export function exitWith(error: unknown): never {
  tell(error)
  process.exit(1)
}
