import { parseArgs, type ParseArgsConfig } from 'node:util'
import { UsageError } from './exit'

type Options = NonNullable<ParseArgsConfig['options']>

/** The options of a command that takes nothing else. Node's own sentence names a faulty one. @throws UsageError */
export function optionsOf<const Wanted extends Options>(args: string[], options: Wanted) {
  try {
    return parseArgs({ args, options }).values
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}
