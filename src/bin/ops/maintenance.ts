import { toMaintenanceView } from '../../api/views/maintenance-view'
import { type KnownRound, knownRounds } from '../../domain/known-rounds'
import type { KnownSchedule, RoundReport } from '../../domain/ports/rounds'
import { command } from './command'
import { table } from './table'

/** Findings of one schedule that are told; the others are in the JSON. */
const MOST_TOLD = 10

export const maintenance = command({
  name: 'maintenance',
  summary: 'What the last round of each schedule has done and found, and when the next one is',
  options: {},
  changes: false,
  examples: ['', '--json'],
  prepare:
    () =>
    async ({ reports, schedules, workflowUrl }) => {
      const [known, rounds] = await Promise.all([schedules.read(), reports.all()])
      const rows = knownRounds(known, rounds).map(rowOf)
      const paused = known.flatMap(({ id, state }) =>
        state?.paused ? ['', `${id} is paused: ${state.note ?? 'nobody says why'}`] : [],
      )
      return {
        lines: [
          ...table([['schedule', 'last round', 'next', 'it has'], ...rows]),
          ...paused,
          ...rounds.flatMap(tellFindings),
        ],
        json: toMaintenanceView(known, rounds, workflowUrl),
      }
    },
})

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
  const more = findings.length > MOST_TOLD ? ['  And more: npm run ops -- maintenance --json.'] : []
  return ['', `${name} has found:`, ...told, ...more]
}
