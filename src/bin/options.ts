import { parseArgs, type ParseArgsConfig } from 'node:util'
import { UsageError } from './exit'

type Options = NonNullable<ParseArgsConfig['options']>

/** The options of a command that takes nothing else. @throws UsageError */
export const optionsOf = <const Wanted extends Options>(args: string[], options: Wanted) =>
  told(() => parseArgs({ args, options }).values)

/** The options of a command, and its other words. @throws UsageError */
export const argumentsOf = <const Wanted extends Options>(args: string[], options: Wanted) =>
  told(() => parseArgs({ args, options, allowPositionals: true }))

/** @throws UsageError where there is not one word, `wanted` */
export function oneArgument([word, ...others]: string[], wanted: string): string {
  if (word === undefined) throw new UsageError(`Say ${wanted}.`)
  noArguments(others)
  return word
}

/** @throws UsageError */
export function noArguments([word]: string[]): void {
  if (word !== undefined) throw new UsageError(`Unexpected argument '${word}'.`)
}

/** Node's own sentence names the option. */
function told<T>(parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}
