import { PHASES, PHASE_STATUS, type JobPhase } from '../../src/domain/job'
import { hasOutlivedRow, stuckBecause, stuckLimits, type WatchedJob } from '../../src/domain/stuck-jobs'
import { stuckFinding } from '../../src/domain/stuck-texts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const NOW_MS = Date.parse('2027-01-15T12:00:00Z')

const LIMITS = stuckLimits(MINUTE_MS, {
  uploadTimeoutMs: 6 * HOUR_MS,
  commitTimeoutMs: 10 * MINUTE_MS,
  confirmBudgetMs: HOUR_MS,
  enrichBudgetMs: 24 * HOUR_MS,
})

const agoMs = (minutes: number) => NOW_MS - minutes * MINUTE_MS

const jobOf = (phase: JobPhase, change: Partial<WatchedJob> = {}): WatchedJob => ({
  jobId: 'publish-1',
  phase,
  waitUntilMs: null,
  changedAtMs: agoMs(0),
  commitRequestedAtMs: null,
  ...change,
})

/** [phase, what is measured, the last minute that is no concern, the code from the next on] */
const EDGES: [JobPhase, 'changedAtMs' | 'waitUntilMs' | 'commitRequestedAtMs', number, string][] = [
  ['accepted', 'changedAtMs', 5, 'not-started'],
  ['preparing', 'changedAtMs', 365, 'step-overdue'],
  ['uploading', 'changedAtMs', 365, 'step-overdue'],
  ['committing', 'changedAtMs', 25, 'step-overdue'],
  ['processing', 'changedAtMs', 65, 'step-overdue'],
  ['scheduled', 'waitUntilMs', 5, 'wait-overdue'],
  ['waiting-for-quota', 'waitUntilMs', 5, 'wait-overdue'],
  ['waiting-for-reconnect', 'waitUntilMs', 5, 'wait-overdue'],
  ['cooling-down', 'waitUntilMs', 5, 'wait-overdue'],
  ['unconfirmed', 'waitUntilMs', 65, 'wait-overdue'],
]

test.each(EDGES)('a job that is %s is stuck by its %s after %d minutes, not before', (phase, column, minutes, code) => {
  expect(stuckBecause(jobOf(phase, { [column]: agoMs(minutes) }), NOW_MS, LIMITS)).toBeNull()
  expect(stuckBecause(jobOf(phase, { [column]: agoMs(minutes) - 1 }), NOW_MS, LIMITS)?.code).toBe(code)
})

const WAITS = PHASES.filter((phase) => PHASE_STATUS[phase] === 'DELAYED')

test.each(WAITS)('a wait without an end (%s) is stuck', (phase) => {
  expect(stuckBecause(jobOf(phase, { changedAtMs: agoMs(6) }), NOW_MS, LIMITS)?.code).toBe('wait-without-end')
})

test('a job that is unconfirmed for more than a day asks for a person, although it is probed in time', () => {
  const probed = { waitUntilMs: agoMs(-30), commitRequestedAtMs: agoMs(24 * 60) }
  expect(stuckBecause(jobOf('unconfirmed', probed), NOW_MS, LIMITS)).toBeNull()
  const since = probed.commitRequestedAtMs - 1
  expect(stuckBecause(jobOf('unconfirmed', { ...probed, commitRequestedAtMs: since }), NOW_MS, LIMITS)).toEqual({
    code: 'unconfirmed-for-long',
    sinceMs: since,
  })
})

test.each<[string, JobPhase, number | null, boolean]>([
  ['waits', 'scheduled', null, false],
  ['has just ended', 'failed', agoMs(1), false],
  ['has ended', 'failed', agoMs(3), true],
  ['was cancelled', 'cancelled', agoMs(3), true],
  ['has become a draft', 'handed-over', agoMs(3), true],
  ['has become a post whose public id may come', 'published', agoMs(600), false],
  ['has become a post a day ago', 'published', agoMs(24 * 60 + 3), true],
])('a run whose job %s has work left or has not', (_name, phase, endedAtMs, outlived) => {
  expect(hasOutlivedRow({ phase, endedAtMs }, NOW_MS, LIMITS)).toBe(outlived)
})

test('a run whose job is gone has nothing left to do', () => {
  expect(hasOutlivedRow(undefined, NOW_MS, LIMITS)).toBe(true)
})

test('a finding tells how late the job is, what ails its run, and what to do', () => {
  const stuck = { code: 'wait-overdue', sinceMs: agoMs(200) } as const
  const job = jobOf('cooling-down')
  expect(stuckFinding(job, stuck, 'well', NOW_MS)).toEqual({
    code: 'wait-overdue',
    jobId: 'publish-1',
    message: 'Its wait (cooling-down) was over 3 h 20 min ago, and waking its run has not helped.',
    remedy: expect.stringContaining('Web UI'),
  })
  const failing = stuckFinding(job, stuck, 'failing', NOW_MS)
  expect(failing.message).toMatch(/3 h 20 min ago.*fails again and again/)
  expect(failing.remedy).toMatch(/release/)
})

test.each([
  [1_500, '1 s'],
  [HOUR_MS, '1 h'],
  [26 * HOUR_MS + MINUTE_MS, '1 d 2 h'],
])('%d ms are told as %s', (ms, told) => {
  const { message } = stuckFinding(jobOf('accepted'), { code: 'not-started', sinceMs: NOW_MS - ms }, 'well', NOW_MS)
  expect(message).toContain(`accepted ${told} ago`)
})
