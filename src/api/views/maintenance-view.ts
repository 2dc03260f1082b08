import { knownRounds } from '../../domain/known-rounds'
import type { KnownSchedule, RoundReport } from '../../domain/ports/rounds'
import type { MaintenanceView } from '../schemas/maintenance'
import type { WorkflowUrl } from './job-view'

type Item = MaintenanceView['items'][number]

const toIso = (ms: number): string => new Date(ms).toISOString()

export function toMaintenanceView(
  schedules: KnownSchedule[],
  reports: RoundReport[],
  workflowUrl: WorkflowUrl,
): MaintenanceView {
  return {
    items: knownRounds(schedules, reports).map(({ id, about, state, report }) => ({
      id,
      about,
      lastRound: toRound(report),
      schedule: state && {
        paused: state.paused,
        note: state.note,
        nextRunAt: state.nextRunAtMs === null ? null : toIso(state.nextRunAtMs),
        lastRunUrl: state.lastRunId === null ? null : workflowUrl(state.lastRunId),
      },
    })),
  }
}

function toRound(report: RoundReport | undefined): Item['lastRound'] {
  if (!report) return null
  const { startedAtMs, endedAtMs, counts, findings } = report
  return { startedAt: toIso(startedAtMs), endedAt: toIso(endedAtMs), counts, findings }
}
