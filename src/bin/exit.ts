import { ConfigError } from '../config'
import { ListenError } from './listen'

/** Ends the process for a reason: in one sentence what a person can mend, with its stack what is ours to mend. */
export function exitWith(error: unknown): never {
  const isPlain = error instanceof ConfigError || error instanceof ListenError
  const told = error instanceof Error ? (isPlain ? error.message : error.stack) : String(error)
  process.stderr.write(`${told}\n`)
  process.exit(1)
}
