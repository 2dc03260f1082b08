import type { Command } from './command'
import { optionsOf } from './parse'
import { table } from './table'

const CALL = 'npm run ops --'

const EXIT_CODES = 'Exit codes: 0 done; 1 not done, or not all of it; 2 not understood, or --yes is missing.'

/** Every command in a line. */
export const usage = (commands: Command[]): string =>
  [
    `Usage: ${CALL} <command>`,
    '',
    ...table(commands.map((command) => [`  ${callOf(command)}`, command.summary])),
    '',
    'All take --json: one JSON document on standard output. What changes something tells first what it will do, and asks:',
    '--yes does not ask, --dry-run only tells. Options and examples of one: npm run ops -- help <command>.',
    'Encryption keys have commands of their own: npm run keys:new and npm run keys:rotate.',
    EXIT_CODES,
    '',
  ].join('\n')

/** All about one command. */
export function help(command: Command): string {
  const options = Object.entries(optionsOf(command)).map(([name, { value, about }]) => [
    `  --${name}${value === undefined ? '' : ` ${value}`}`,
    about,
  ])
  return [
    `Usage: ${CALL} ${callOf(command)} [options]`,
    '',
    command.summary,
    ...(command.details === undefined ? [] : ['', command.details]),
    '',
    'Options:',
    ...table(options),
    '',
    'Examples:',
    ...command.examples.map((example) => `  ${CALL} ${command.name}${example && ` ${example}`}`),
    '',
    EXIT_CODES,
    '',
  ].join('\n')
}

const callOf = ({ name, words }: Command): string => (words ? `${name} ${words.usage}` : name)
