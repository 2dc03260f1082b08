import { ENTERED_FROM, isTerminal, PHASE_STATUS, PHASES, WAITING_PHASES, type JobStatus } from '../../src/domain/job'

/** What BullMQ calls the states, as the schema note maps them. */
const BULLMQ_STATE: Record<JobStatus, string> = {
  PENDING: 'waiting',
  ACTIVE: 'active',
  COMPLETED: 'completed',
  FAILED: 'failed',
  DELAYED: 'delayed',
}

test('every phase has a status, and every status a phase', () => {
  const statuses = PHASES.map((phase) => PHASE_STATUS[phase])
  expect(new Set(statuses)).toEqual(new Set(Object.keys(BULLMQ_STATE)))
})

test.each([
  ['waiting', ['accepted']],
  ['delayed', ['scheduled', 'waiting-for-quota', 'waiting-for-reconnect', 'cooling-down', 'unconfirmed']],
  ['active', ['preparing', 'uploading', 'committing', 'processing']],
  ['completed', ['published', 'handed-over']],
  ['failed', ['failed', 'cancelled']],
])('the phases that BullMQ would call %s are %j', (state, phases) => {
  expect(PHASES.filter((phase) => BULLMQ_STATE[PHASE_STATUS[phase]] === state)).toEqual(phases)
})

test('a job ends by being published, handed over, failed or cancelled, and in no other way', () => {
  expect(PHASES.filter(isTerminal)).toEqual(['published', 'handed-over', 'failed', 'cancelled'])
})

test('an unconfirmed job never looks like one that a step is busy with', () => {
  expect(Object.values(ENTERED_FROM).flat()).not.toContain('unconfirmed')
  expect(WAITING_PHASES).not.toContain('unconfirmed')
})
