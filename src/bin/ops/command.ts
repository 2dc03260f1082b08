import type { Ops } from './deps'

/** An option as it is parsed and told: one that takes a value names it, any other is a flag. */
export interface Option {
  value?: string
  about: string
}

export type Options = Record<string, Option>

type ValueOf<One extends Option> = One extends { value: string } ? string : boolean

type Values<Of extends Options> = string extends keyof Of
  ? Record<string, string | boolean | undefined>
  : { [Name in keyof Of]?: ValueOf<Of[Name]> | undefined }

/** What a command was given: its words besides options, the options, and whether it is only to tell what it would do. */
export interface Input<Of extends Options> {
  words: string[]
  values: Values<Of>
  dryRun: boolean
}

/** What a command found or did: for people, and as JSON. `failed`: not all that was asked for was done. */
export interface Answer {
  lines: string[]
  json: unknown
  failed?: boolean
}

/** What a command would do, told before it does it. */
export interface Plan {
  lines: string[]
  json: unknown
  question: string
  apply(): Promise<Answer>
}

/** A command that has understood its arguments. A plan with nothing to do is an answer. */
export type Action = (ops: Ops) => Promise<Answer | Plan>

export interface Command<Of extends Options = Options> {
  /** As it is typed: `jobs cancel`. */
  name: string
  summary: string
  /** The words that follow; `wanted` completes "Say …". */
  words?: { usage: string; wanted: string; count: 'one' | 'any' }
  options: Of
  /** It takes `--yes` and `--dry-run` besides, and asks. */
  changes: boolean
  details?: string
  /** Its arguments, for the help. */
  examples: string[]
  /** @throws UsageError with every violation, before anything is connected to */
  prepare(input: Input<Of>): Action
}

/** Has the types of a command's options checked where it is written. */
export const command = <const Of extends Options>(one: Command<Of>): Command => one

/** The one word of a command that takes one. */
export const onlyWord = ({ words: [word = ''] }: Pick<Input<Options>, 'words'>): string => word
