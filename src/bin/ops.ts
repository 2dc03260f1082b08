import { tellOperator, UsageError } from './exit'
import type { Command } from './ops/command'
import { COMMANDS } from './ops/commands'
import { withOps } from './ops/deps'
import { nearest } from './ops/nearest'
import { parseCommand } from './ops/parse'
import { runAction, UnaskedError, type Input } from './ops/run'
import { help, usage } from './ops/usage'

const NOT_UNDERSTOOD = 2

/**
 * `npm run ops -- <command>`: what operators do by hand.
 * @param input where they answer
 * @returns the exit code: 0 done, 1 not done or not all of it, 2 not understood
 */
export async function main(
  args: string[],
  env: NodeJS.ProcessEnv = process.env,
  input: Input = process.stdin,
): Promise<number> {
  try {
    const wantsHelp = args[0] === 'help' || args.some((arg) => arg === '--help' || arg === '-h')
    if (wantsHelp || args.length === 0)
      return tellHelp(
        args.filter((arg) => !['help', '--help', '-h'].includes(arg)),
        wantsHelp,
      )
    const { command, rest } = find(args)
    const parsed = parseCommand(command, rest)
    const action = command.prepare(parsed.input)
    return await withOps(env, (ops) => runAction(action, ops, parsed, input)).catch(refused)
  } catch (error) {
    tellOperator(error)
    return NOT_UNDERSTOOD
  }
}

/** What was understood, and could not be done. */
function refused(error: unknown): number {
  if (error instanceof UnaskedError) throw error
  tellOperator(error)
  return 1
}

/** About the command that is named, about all that begin with the word, or about all. */
function tellHelp(args: string[], wanted: boolean): number {
  const group = COMMANDS.filter(({ name }) => name.split(' ')[0] === args[0])
  const isGroup = args.length === 1 && group.length > 1
  process.stdout.write(args.length === 0 ? usage(COMMANDS) : isGroup ? usage(group) : help(find(args).command))
  return wanted ? 0 : NOT_UNDERSTOOD
}

/** @throws UsageError */
function find(args: string[]): { command: Command; rest: string[] } {
  for (const count of [2, 1]) {
    const command = COMMANDS.find(({ name }) => name === args.slice(0, count).join(' '))
    if (command) return { command, rest: args.slice(count) }
  }
  const names = COMMANDS.map(({ name }) => name)
  const group = names.some((name) => name.startsWith(`${args[0]} `))
  const typed = args.slice(0, group ? 2 : 1).join(' ')
  throw new UsageError(`There is no command "${typed}".${nearest(typed, names)}\n\n${usage(COMMANDS)}`)
}

if (require.main === module) void main(process.argv.slice(2)).then((code) => (process.exitCode = code))
