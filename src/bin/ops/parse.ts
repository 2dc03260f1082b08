import { parseArgs } from 'node:util'
import { UsageError } from '../exit'
import type { Command, Input, Options } from './command'
import { nearest } from './nearest'

const COMMON: Options = { json: { about: 'The answer as one JSON document on standard output' } }

const OF_CHANGES: Options = {
  yes: { about: 'Does not ask' },
  'dry-run': { about: 'Only tells what would be done' },
}

/** All that a command takes, in the order of its help. */
export const optionsOf = ({ options, changes }: Command): Options => ({
  ...options,
  ...(changes && OF_CHANGES),
  ...COMMON,
})

export interface Parsed {
  input: Input<Options>
  json: boolean
  yes: boolean
}

/** @throws UsageError with every violation */
export function parseCommand(command: Command, args: string[]): Parsed {
  const options = optionsOf(command)
  // What begins with a dash and a digit is a number and no option.
  const numbers = args.filter(isNumber)
  const { tokens } = parseArgs({
    args: args.filter((arg) => !isNumber(arg)),
    options: mapValues(options, ({ value }) => ({ type: value === undefined ? 'boolean' : 'string' })),
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const faults: string[] = []
  const values: Record<string, string | boolean> = {}
  const words = [...tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : [])), ...numbers]
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    const fault = faultOf(options, token, token.name in values)
    if (fault) faults.push(fault)
    values[token.name] = token.value ?? true
  }
  faults.push(...wordFaults(command, words))
  if (faults.length > 0) throw new UsageError(`${faults.join('\n')}\n\nSee npm run ops -- ${command.name} --help.`)
  const { json = false, yes = false, 'dry-run': dryRun = false, ...own } = values
  return { input: { words, values: own, dryRun: dryRun === true }, json: json === true, yes: yes === true }
}

const isNumber = (arg: string): boolean => /^-\d/.test(arg)

interface Token {
  name: string
  rawName: string
  value?: string | undefined
  inlineValue?: boolean | undefined
}

function faultOf(options: Options, { name, rawName, value, inlineValue }: Token, again: boolean): string | null {
  const option = Object.hasOwn(options, name) ? options[name] : undefined
  if (!option) return `Unknown option '${rawName}'.${nearest(rawName, dashed(Object.keys(options)))}`
  if (again) return `'${rawName}' is given twice.`
  if (option.value === undefined) return value === undefined ? null : `'${rawName}' takes no value.`
  const isMissing = value === undefined || (value.startsWith('-') && !inlineValue)
  return isMissing ? `'${rawName}' needs a value: ${rawName} ${option.value}` : null
}

const dashed = (names: string[]): string[] => names.map((name) => `--${name}`)

function wordFaults({ words: wanted }: Command, words: string[]): string[] {
  if (wanted?.count === 'any') return []
  const tooMany = words.slice(wanted ? 1 : 0).map((word) => `Unexpected argument '${word}'.`)
  return wanted && words.length === 0 ? [`Say ${wanted.wanted}.`] : tooMany
}

const mapValues = <From, To>(record: Record<string, From>, to: (value: From) => To): Record<string, To> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, to(value)]))
