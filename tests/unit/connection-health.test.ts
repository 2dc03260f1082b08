import { connectionHealth, scopesMissing, type ConnectionFacts } from '../../src/domain/connection-health'

const DAY_MS = 86_400_000
const NOW = Date.parse('2027-01-15T12:00:00Z')
const SCOPES = { asked: ['basic', 'publish', 'stats'], needed: ['basic', 'publish'] }

const healthy: ConnectionFacts = {
  platform: 'TIKTOK',
  status: 'ACTIVE',
  statusReason: null,
  statusChangedAtMs: null,
  connectedAtMs: NOW - 30 * DAY_MS,
  grantedScopes: ['basic', 'publish'],
  accessEndsAtMs: NOW - 1,
  refreshEndsAtMs: NOW + 100 * DAY_MS,
  refreshFailure: null,
}
const healthOf = (change: Partial<ConnectionFacts>) => connectionHealth({ ...healthy, ...change }, SCOPES, NOW)

test('an access token that has ended is no fault: it is renewed when it is needed', () => {
  expect(healthOf({})).toEqual({
    usable: true,
    state: 'ok',
    reason: null,
    sinceMs: healthy.connectedAtMs,
    untilMs: NOW + 100 * DAY_MS,
    missingScopes: [],
  })
})

test('a refresh that failed without being refused leaves the account usable and asks nothing of the user', () => {
  const health = healthOf({ refreshFailure: { code: 'platform-unavailable', atMs: NOW - 5 } })
  expect(health).toMatchObject({ usable: true, state: 'refresh-failing', sinceMs: NOW - 5 })
  expect(health.reason).toMatchObject({ code: 'platform-unavailable', remedy: expect.stringContaining('Nothing') })
})

test.each([
  ['EXPIRED', 'grant-revoked', 'reconnect-required'],
  ['EXPIRED', 'connection-lacks-permission', 'reconnect-required'],
  ['REVOKED', 'authorization-removed', 'reconnect-required'],
  ['REVOKED', 'disconnected', 'disconnected'],
] as const)('%s by %s is %s, with the code, since when and what to do', (status, statusReason, state) => {
  const health = healthOf({ status, statusReason, statusChangedAtMs: NOW - DAY_MS })
  expect(health).toMatchObject({ usable: false, state, sinceMs: NOW - DAY_MS, untilMs: null })
  expect(health.reason?.code).toBe(statusReason)
  expect(health.reason?.remedy).toMatch(/connect/i)
})

test('a connection that expired before reasons were kept asks for a reconnect all the same', () => {
  expect(healthOf({ status: 'EXPIRED' })).toMatchObject({ sinceMs: null, reason: { code: 'reconnect-required' } })
})

test('what the user did not grant is named', () => {
  const health = healthOf({ grantedScopes: ['basic', 'stats'] })
  expect(health).toMatchObject({ usable: false, state: 'scopes-missing', missingScopes: ['publish'] })
  expect(health.reason?.message).toContain('publish')
})

test('a wider scope stands for the one it implies; an unknown grant lacks nothing', () => {
  const scopes = { ...SCOPES, impliedBy: { publish: ['everything'] } }
  expect(scopesMissing(['basic', 'everything'], scopes)).toEqual([])
  expect(scopesMissing(['everything'], scopes)).toEqual(['basic'])
  expect(scopesMissing([], scopes)).toEqual([])
})

test.each([
  ['TIKTOK', { refreshEndsAtMs: NOW }],
  ['YOUTUBE', { refreshEndsAtMs: NOW - DAY_MS }],
  ['INSTAGRAM', { accessEndsAtMs: NOW - DAY_MS }],
] as const)('a grant of %s that has ended by time is over, although nobody was refused yet', (platform, ends) => {
  expect(healthOf({ platform, refreshEndsAtMs: null, ...ends })).toMatchObject({
    usable: false,
    state: 'grant-ended',
    reason: { code: 'grant-ended' },
  })
})

test('a grant is about to end in its last seven days', () => {
  expect(healthOf({ refreshEndsAtMs: NOW + 7 * DAY_MS }).state).toBe('ok')
  const health = healthOf({ refreshEndsAtMs: NOW + 7 * DAY_MS - 1 })
  expect(health).toMatchObject({ usable: true, state: 'grant-ending', untilMs: NOW + 7 * DAY_MS - 1 })
})

test('a Page token of Facebook Login and a grant of Google have no end', () => {
  const endless = { accessEndsAtMs: null, refreshEndsAtMs: null }
  expect(healthOf({ platform: 'INSTAGRAM', ...endless })).toMatchObject({ state: 'ok', untilMs: null })
  expect(healthOf({ platform: 'YOUTUBE', ...endless, accessEndsAtMs: NOW })).toMatchObject({
    state: 'ok',
    untilMs: null,
  })
})
