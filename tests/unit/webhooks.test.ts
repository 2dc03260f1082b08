import type { Change, ConnectionChange, JobChange } from '../../src/domain/ports/changes'
import { failureOf, nextAttemptAtMs, retryAtMs } from '../../src/domain/webhook-delivery'
import { webhookPayload } from '../../src/domain/webhook-events'
import { PHASES, PHASE_STATUS, type JobPhase } from '../../src/domain/job'

const NOW_MS = Date.parse('2027-01-15T12:00:00Z')
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

const jobChange = (phase: JobPhase, change: Partial<JobChange> = {}): Change => ({
  ...{ id: 1n, kind: 'job', jobId: 'publish-1', userId: 'anna', createdAt: new Date(NOW_MS) },
  data: {
    ...{ platform: 'TIKTOK', videoId: 'video', connectionId: 'account', status: PHASE_STATUS[phase], phase },
    ...{ waitReason: null, waitUntil: null, scheduledFor: null, errorCode: null, errorMessage: null },
    ...{ generation: 1, revision: 0, post: null, previousPhase: 'preparing', previousWaitReason: null, ...change },
  },
})

const connectionChange = (change: Partial<ConnectionChange>): Change => ({
  ...{ id: 1n, kind: 'connection', connectionId: 'account', userId: 'anna', createdAt: new Date(NOW_MS) },
  data: {
    ...{ platform: 'TIKTOK', platformUserId: 'tiktok-1', status: 'EXPIRED', previousStatus: 'ACTIVE' },
    ...{ statusReason: 'grant-revoked', ...change },
  },
})

const typeOf = (change: Change) => webhookPayload(change)?.type ?? null

test('a job tells how it ends and what it waits for, and nothing of its way there', () => {
  const told = PHASES.map((phase) => [phase, typeOf(jobChange(phase, { previousPhase: null }))])
  expect(Object.fromEntries(told)).toEqual({
    ...Object.fromEntries(PHASES.map((phase) => [phase, null])),
    published: 'publish_job.completed',
    'handed-over': 'publish_job.completed',
    failed: 'publish_job.failed',
    cancelled: 'publish_job.cancelled',
    unconfirmed: 'publish_job.unconfirmed',
    'waiting-for-quota': 'publish_job.waiting',
    'waiting-for-reconnect': 'publish_job.waiting',
    'cooling-down': 'publish_job.waiting',
  })
})

test.each([
  ['a later end of the same wait', 'cooling-down', { waitReason: 'paused', previousWaitReason: 'paused' }, null],
  [
    'another reason',
    'cooling-down',
    { waitReason: 'paused', previousWaitReason: 'posting-cap' },
    'publish_job.waiting',
  ],
  ['what a probe has answered', 'unconfirmed', { waitReason: 'b', previousWaitReason: 'a' }, null],
  ['a public id that came late', 'published', {}, null],
] as const)('%s, in the same phase, is told as %s', (_what, phase, change, told) => {
  expect(typeOf(jobChange(phase, { previousPhase: phase, ...change }))).toBe(told)
})

test.each([
  [{}, 'connection.reconnect_required'],
  [{ status: 'REVOKED', statusReason: 'authorization-removed' }, 'connection.reconnect_required'],
  [{ status: 'REVOKED', statusReason: 'disconnected' }, null],
  [{ status: 'REVOKED', previousStatus: 'EXPIRED' }, null],
  [{ status: 'ACTIVE', previousStatus: 'EXPIRED', statusReason: null }, null],
] as const)('of an account, %p is told as %s', (change, told) => {
  expect(typeOf(connectionChange(change))).toBe(told)
})

test('a message names ids, codes and the post, by the names of the job itself', () => {
  const post = {
    id: 'row',
    postId: '7',
    url: 'https://post',
    visibility: 'public',
    publishedAt: '2027-01-15T12:00:00Z',
  }
  expect(webhookPayload(jobChange('failed', { errorCode: 'no', errorMessage: 'No.', post }))).toEqual({
    type: 'publish_job.failed',
    timestamp: '2027-01-15T12:00:00.000Z',
    data: {
      ...{ jobId: 'publish-1', userId: 'anna', platform: 'TIKTOK', videoId: 'video', connectionId: 'account' },
      ...{ status: 'FAILED', phase: 'failed', waitReason: null, waitUntil: null, scheduledFor: null, generation: 1 },
      error: { code: 'no', message: 'No.' },
      post: { id: 'row', postId: '7', url: 'https://post', publishedAt: '2027-01-15T12:00:00Z' },
    },
  })
})

test('ten attempts go further and further apart, for three days', () => {
  const waits = Array.from({ length: 10 }, (_, attempt) => nextAttemptAtMs(attempt + 1, { retryAtMs: null }, 0, 0))
  expect(waits).toEqual([
    ...[5_000, 5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS, 5 * HOUR_MS],
    ...[10 * HOUR_MS, 14 * HOUR_MS, 20 * HOUR_MS, 24 * HOUR_MS, null],
  ])
  expect(nextAttemptAtMs(2, { retryAtMs: null }, NOW_MS, 0.999)).toBeLessThan(NOW_MS + 6 * MINUTE_MS)
})

test.each([
  ['a later instant is waited for', 10 * MINUTE_MS, 10 * MINUTE_MS],
  ['an earlier one is no hurry', 1_000, 5 * MINUTE_MS],
  ['none is further than a day', 1_000 * HOUR_MS, 24 * HOUR_MS],
])('of what a busy receiver asks, %s', (_what, askedMs, waitMs) => {
  expect(nextAttemptAtMs(2, { retryAtMs: NOW_MS + askedMs }, NOW_MS, 0)).toBe(NOW_MS + waitMs)
})

test.each([
  [429, '120', 120_000],
  [503, 'Fri, 15 Jan 2027 12:01:00 GMT', MINUTE_MS],
  [503, 'soon', null],
  [429, undefined, null],
  [500, '120', null],
])('%i with Retry-After %s asks for %s ms', (status, header, waitMs) => {
  expect(retryAtMs(status, header, NOW_MS)).toBe(waitMs === null ? null : NOW_MS + waitMs)
})

test.each([
  [200, null],
  [204, null],
  [299, null],
  [301, 'redirected'],
  [307, 'redirected'],
  [400, 'refused'],
  [410, 'gone'],
  [500, 'refused'],
])('%i means %s', (status, failure) => {
  expect(failureOf(status)).toBe(failure)
})
