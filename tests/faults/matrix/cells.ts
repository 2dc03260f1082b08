import type { Platform } from '../../../src/domain/platform'
import { CATALOGUE, type Row } from './catalogue'
import { TOO_LATE_MS } from './pace'
import type { Plan, PlannedFault } from './plan'

type Strike = Omit<PlannedFault, 'operation' | 'nth' | 'times'>

/** The columns of the matrix: every way in which a call can go wrong. */
const STRIKES = {
  '5xx': () => ({ kind: 'before-effect' }),
  lost: () => ({ kind: 'after-effect' }),
  hidden: ({ hiding }) => ({ kind: 'after-effect', ...(hiding ?? { status: 500 }) }),
  drop: () => ({ kind: 'drop-connection' }),
  slow: () => ({ kind: 'slow', delayMs: TOO_LATE_MS }),
  truncate: () => ({ kind: 'truncate' }),
  html: () => ({ kind: 'html-error' }),
  'limit+': () => ({ kind: 'rate-limit', retryAfterSeconds: 1 }),
  limit: () => ({ kind: 'rate-limit' }),
} as const satisfies Record<string, (row: Row) => Strike>

export type Kind = keyof typeof STRIKES

export const KINDS = Object.keys(STRIKES) as Kind[]

export const strikeOf = (kind: Kind, row: Row): Strike => STRIKES[kind](row)

/** `before`, `after`: the worker is killed when the call has arrived, or once all that comes of it has happened. */
export const KILLS = ['none', 'before', 'after'] as const

export type Kill = (typeof KILLS)[number]

export interface Cell {
  row: Row
  kind: Kind
  kill: Kill
}

export interface Narrowing {
  platform?: Platform
  operation?: string
  kind?: Kind
}

/** Every cell of the matrix, or of the part that is asked for; neighbours reach their call at about the same time. */
export const allCells = ({ platform, operation, kind }: Narrowing = {}): Cell[] =>
  KILLS.flatMap((kill) =>
    CATALOGUE.filter((row) => (platform ?? row.platform) === row.platform)
      .filter((row) => (operation ?? row.operation) === row.operation)
      .flatMap((row) => KINDS.filter((each) => (kind ?? each) === each).map((each) => ({ row, kind: each, kill }))),
  )

/** One cell of each row, so drawn that every kind and every kill is among them. */
export const sampleCells = (seed: number): Cell[] =>
  CATALOGUE.map((row, index) => ({
    row,
    kind: pick(KINDS, seed + index),
    kill: pick(KILLS, seed + index + Math.floor(index / KINDS.length)),
  }))

function pick<T>(list: readonly T[], index: number): T {
  const item = list[index % list.length]
  if (item === undefined) throw new Error('nothing to pick from')
  return item
}

export const rowTitle = ({ operation, reason }: Row): string => (reason ? `${operation} (${reason})` : operation)

/** A killed worker's call is struck as well as its successor's: so the recovery meets the fault too. */
export function planOf({ row, kind, kill }: Cell): Plan {
  const { platform, operation, nth, sizeBytes, setup = {}, given = [] } = row
  const fault = { ...strikeOf(kind, row), operation, nth, times: kill === 'none' ? 1 : 2 }
  return {
    title: `${platform} ${rowTitle(row)}, ${kind}, kill: ${kill}`,
    platform,
    sizeBytes,
    setup,
    faults: [...given, fault],
    ...(kill !== 'none' && { kill: { operation, nth, moment: kill === 'before' ? 'arrived' : 'done' } }),
    aim: { operation, nth },
  }
}
