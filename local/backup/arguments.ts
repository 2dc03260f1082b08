import { parseArgs, type ParseArgsConfig } from 'node:util'
import { LocalFailure, messageOf } from '../failure'

/** A command's options and other words. @throws LocalFailure with Node's own sentence, which names the option */
export function argumentsOf<const Options extends NonNullable<ParseArgsConfig['options']>>(
  args: string[],
  options: Options,
) {
  try {
    return parseArgs({ args, options, allowPositionals: true })
  } catch (error) {
    throw new LocalFailure(messageOf(error))
  }
}

/** @throws LocalFailure where there is not one backup named */
export function theBackup(positionals: string[], command: string): string {
  const [file, ...others] = positionals
  if (file !== undefined && others.length === 0) return file
  throw new LocalFailure(`Name one backup: npm run ${command} -- .local/backups/<file>.dump`)
}
