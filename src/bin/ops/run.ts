import { createInterface } from 'node:readline'
import { UsageError } from '../exit'
import type { Action, Answer, Plan } from './command'
import type { Ops } from './deps'
import { note } from './note'
import type { Parsed } from './parse'

/** Where answers are typed. */
export type Input = NodeJS.ReadableStream & { isTTY?: boolean }

/** Nobody is there who could be asked. */
export class UnaskedError extends UsageError {}

/**
 * Does what a command is for; one that changes something only once somebody has agreed. What it finds or did goes to
 * standard output, all else to standard error.
 * @returns the exit code
 * @throws UnaskedError
 */
export async function runAction(action: Action, ops: Ops, parsed: Parsed, input: Input): Promise<number> {
  const result = await action(ops)
  if (!('apply' in result)) return show(result, parsed.json)
  if (parsed.input.dryRun) return show({ ...result, lines: [...result.lines, 'Nothing was changed.'] }, parsed.json)
  result.lines.forEach(note)
  if (parsed.yes || (await agreed(result, input))) return show(await result.apply(), parsed.json)
  note('Nothing was changed.')
  return 1
}

function show({ lines, json, failed = false }: Answer, asJson: boolean): number {
  process.stdout.write(asJson ? `${JSON.stringify(json, null, 2)}\n` : lines.map((line) => `${line}\n`).join(''))
  return failed ? 1 : 0
}

async function agreed({ question }: Plan, input: Input): Promise<boolean> {
  if (!input.isTTY)
    throw new UnaskedError('Nothing was changed: nobody is there to be asked. Add --yes if you mean it.')
  const prompt = createInterface({ input, output: process.stderr })
  try {
    prompt.setPrompt(`${question} (yes/no) `)
    prompt.prompt()
    for await (const answer of prompt) return ['yes', 'y'].includes(answer.trim().toLowerCase())
    return false
  } finally {
    prompt.close()
  }
}
