import { until } from '../support/until'
import { roll } from './rolling/roll'

const JOBS = 12
const WORKERS = 2
/** Each worker once as it is, then as the next release. */
const RESTARTS = 2 * WORKERS

test('a release that changes the workflows is deployed worker by worker under running publishes: each post exists once', async () => {
  const rolled = await roll({
    ...{
      jobs: JOBS,
      workers: WORKERS,
      seed: 1,
      spreadMs: 6_000,
      answerMs: 200,
      signal: 'SIGTERM',
      env: {},
      say: () => {},
    },
    // By progress: on a busy machine the publishes take longer, and the restarts come later.
    async nextRestart(restart, publishes) {
      if (restart === RESTARTS) return false
      const free = JOBS - publishes.heldCount
      return until(async () => (await publishes.countEnded()) >= (restart * free) / (RESTARTS + 1))
    },
  })
  expect(rolled).toMatchObject({ published: JOBS, lost: [], twice: [], otherEnds: [] })
  expect(rolled.onNextRelease).toBeGreaterThan(0)
})
