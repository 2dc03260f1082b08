import { parseArgs, type ParseArgsConfig } from 'node:util'
import { UsageError } from './exit'

/** The options of a command that takes nothing else. @throws UsageError */
export function optionsOf<const Options extends NonNullable<ParseArgsConfig['options']>>(
  args: string[],
  options: Options,
) {
  try {
    return parseArgs({ args, options }).values
  } catch (error) {
    // Node's own sentence names the option.
    throw new UsageError((error as Error).message)
  }
}
