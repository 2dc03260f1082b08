import { command } from '../command'
import { figure } from '../figures'
import { table } from '../table'
import { FILTERS, searchOf } from './filters'

export const countJobs = command({
  name: 'jobs counts',
  summary: 'How many jobs there are, by phase, platform and error',
  options: FILTERS,
  changes: false,
  examples: ['', '--status FAILED --older-than 1d'],
  prepare({ values }) {
    const { search } = searchOf(values, {})
    return async (ops) => {
      const counts = await ops.operations.countJobs(await search(ops))
      counts.sort((one, other) => other.count - one.count)
      const rows = counts.map(({ phase, platform, errorCode, count }) => [
        ...[phase, platform, errorCode ?? ''],
        figure(count),
      ])
      return {
        lines: rows.length === 0 ? ['No job matches.'] : table([['phase', 'platform', 'error', 'jobs'], ...rows]),
        json: counts,
      }
    }
  },
})
