import { type KnownRound, knownRounds } from '../../domain/known-rounds'
import type { KnownSchedule, RoundReport } from '../../domain/ports/rounds'
import { argumentsOf, noArguments } from '../options'
import type { Action } from './deps'
import { table } from './table'

/** Findings of one schedule that are told; the others are in the API's answer. */
const MOST_TOLD = 10

/** `maintenance`: the last round of each schedule, what it found, and when the next one is. */
export function showMaintenance(args: string[]): Action {
  noArguments(argumentsOf(args, {}).positionals)

  return async ({ reports, schedules, say }) => {
    const [known, rounds] = await Promise.all([schedules.read(), reports.all()])
    const rows = knownRounds(known, rounds).map(rowOf)
    table(['schedule', 'last round', 'next', 'it has'], rows).forEach(say)
    for (const { id, state } of known) if (state?.paused) say(`\n${id} is paused: ${state.note ?? 'nobody says why'}`)
    for (const round of rounds) tellFindings(round).forEach(say)
  }
}

const rowOf = ({ id, state, report: round }: KnownRound): string[] => [
  id,
  round ? new Date(round.endedAtMs).toISOString() : 'none yet',
  nextOf(state),
  round ? countsOf(round) : '',
]

function nextOf(state: KnownSchedule['state']): string {
  if (!state) return 'not known'
  if (state.paused) return 'paused'
  return state.nextRunAtMs === null ? 'never' : new Date(state.nextRunAtMs).toISOString()
}

const countsOf = ({ counts }: RoundReport): string =>
  Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ') || 'nothing to do'

function tellFindings({ name, findings }: RoundReport): string[] {
  if (findings.length === 0) return []
  const told = findings
    .slice(0, MOST_TOLD)
    .flatMap(({ code, message, remedy, jobId }) => [
      `  ${jobId === undefined ? code : `${code} ${jobId}`}: ${message}`,
      `    ${remedy}`,
    ])
  const more = findings.length > MOST_TOLD ? ['  And more: see GET /v1/maintenance.'] : []
  return ['', `${name} has found:`, ...told, ...more]
}
