import { writeFile } from 'node:fs/promises'
import { CATALOGUE } from './catalogue'
import { KILLS, KINDS, rowTitle, type Cell } from './cells'
import type { Plan } from './plan'
import type { Result } from './run-plans'
import type { Verdict } from './verdict'

export type CellResult = Result<Cell & { plan: Plan }>
export type AnyResult = Result<{ plan: Plan }>

const MARKS: Record<Verdict, string> = { published: '.', waited: 'w', refused: 'r', cancelled: 'c', breach: 'X' }

export const LEGEND = [
  `In each cell: ${KILLS.map((kill) => (kill === 'none' ? 'worker not killed' : `killed ${kill} the effect`)).join(', ')}`,
  `. published exactly once   w published after an explained wait   r refused, nothing published   X breach`,
]

/** Platform and operation by kind of fault, a mark for each kill. */
export function tableOf(results: readonly CellResult[]): string[][] {
  const rows = CATALOGUE.filter((row) => results.some(({ of }) => of.row === row))
  const kinds = KINDS.filter((kind) => results.some(({ of }) => of.kind === kind))
  const marks = (row: Cell['row'], kind: Cell['kind']) =>
    KILLS.map((kill) => {
      const result = results.find(({ of }) => of.row === row && of.kind === kind && of.kill === kill)
      return result ? MARKS[result.verdict] : ' '
    }).join('')
  return [
    ['', '', ...kinds],
    ...rows.map((row) => [row.platform, rowTitle(row), ...kinds.map((kind) => marks(row, kind))]),
  ]
}

export interface Totals extends Record<Verdict, number> {
  trials: number
  duplicates: number
  losses: number
  /** Neither a verdict nor an explained wait. */
  unexplained: number
  seconds: number
}

export function totalsOf(results: readonly AnyResult[], startedMs: number): Totals {
  const count = (holds: (result: AnyResult) => boolean) => results.filter(holds).length
  const of = (verdict: Verdict) => count((result) => result.verdict === verdict)
  const says = (pattern: RegExp) => count(({ breaches }) => breaches.some((breach) => pattern.test(breach)))
  return {
    trials: results.length,
    published: of('published'),
    waited: of('waited'),
    refused: of('refused'),
    cancelled: of('cancelled'),
    breach: of('breach'),
    duplicates: count(({ evidence }) => evidence.posts.length > 1),
    losses: says(/^(no post|a post) exists|^no post and no refusal/),
    unexplained: says(/^stuck|unexplained$/),
    seconds: Math.round((performance.now() - startedMs) / 1_000),
  }
}

export const totalsLine = (totals: Totals): string =>
  Object.entries(totals)
    .map(([name, value]) => `${value} ${name}`)
    .join(', ')

/** Each breach with what it takes to see it again. */
export const breachLines = (results: readonly AnyResult[]): string[] =>
  results
    .filter(({ verdict }) => verdict === 'breach')
    .map(({ of, evidence, breaches }) => `X ${of.plan.title} (${evidence.row.jobId}): ${breaches.join('; ')}`)

/** Writes Markdown for people (`.md`) or everything as JSON. */
export async function writeReport(
  file: string,
  totals: Totals,
  results: readonly AnyResult[],
  table: string[][],
): Promise<void> {
  await writeFile(file, file.endsWith('.md') ? markdown(totals, results, table) : json(totals, results))
}

function markdown(totals: Totals, results: readonly AnyResult[], table: string[][]): string {
  const [head = [], ...rows] = table
  const line = (cells: string[]) => `| ${cells.map((cell) => cell.trim() && `\`${cell}\``).join(' | ')} |`
  const grid =
    table.length > 0 ? [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line), '', ...LEGEND] : []
  return ['# Fault matrix', '', totalsLine(totals), '', ...grid, '', ...breachLines(results), ''].join('\n')
}

function json(totals: Totals, results: readonly AnyResult[]): string {
  const runs = results.map(({ of: { plan }, verdict, breaches, evidence: { row, posts, calls, trial } }) => ({
    plan,
    verdict,
    breaches,
    phase: row.phase,
    errorCode: row.errorCode,
    posts: posts.length,
    waits: trial.waits,
    calls: calls.map(({ operation }) => operation),
    attempts: row.attempts.map(({ step, outcome, message }) => ({ step, outcome, message })),
  }))
  return `${JSON.stringify({ totals, runs }, null, 2)}\n`
}
