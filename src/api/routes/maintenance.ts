import type { RoundReports, ScheduleStates } from '../../domain/ports/rounds'
import { route } from '../route'
import { maintenance } from '../schemas/maintenance'
import type { WorkflowUrl } from '../views/job-view'
import { toMaintenanceView } from '../views/maintenance-view'

export interface MaintenanceDeps {
  reports: Pick<RoundReports, 'all'>
  schedules: ScheduleStates
  workflowUrl: WorkflowUrl
}

/** Findings name jobs of every caller: for operators. */
export const getMaintenance = ({ reports, schedules, workflowUrl }: MaintenanceDeps) =>
  route(
    {
      method: 'get',
      path: '/v1/maintenance',
      operationId: 'getMaintenance',
      summary: 'Read what the last round of each schedule has done and found, and when the next one is',
      tag: 'Maintenance',
      scope: 'operate',
      answer: maintenance,
      statuses: { 200: 'Every schedule' },
      problems: [],
    },
    async () => {
      const [known, rounds] = await Promise.all([schedules.read(), reports.all()])
      return { status: 200, body: toMaintenanceView(known, rounds, workflowUrl) }
    },
  )
