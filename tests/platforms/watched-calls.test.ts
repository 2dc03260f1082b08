import { Registry } from 'prom-client'
import { PublishError } from '../../src/domain/errors'
import type { CallEnd, CallWatch, WatchedCall } from '../../src/domain/ports/call-watch'
import { callMetrics } from '../../src/observability/call-metrics'
import { callWatches } from '../../src/observability/call-watches'
import { OPEN_METER } from '../support/open-limits'
import { recordLimits } from '../support/recording-limits'
import { type Bench, openBench } from './bench'

const limits = recordLimits()
const registry = new Registry()
let ends: (WatchedCall & CallEnd)[] = []
const recorder: CallWatch = { begin: (call) => (end) => void ends.push({ ...call, ...end }) }

let bench: Bench

beforeAll(async () => {
  bench = await openBench(
    {},
    { gate: limits.gate, meter: OPEN_METER, watch: callWatches([recorder, callMetrics(registry)]) },
  )
})
afterAll(() => bench.stop())
beforeEach(async () => {
  ends = []
  limits.clear()
  await bench.reset()
})

const signal = new AbortController().signal
const draft = { caption: '', options: { privacyLevel: 'PUBLIC_TO_EVERYONE' } }

/** TikTok's one question before an upload. */
async function ask(): Promise<void> {
  const account = await bench.account('TIKTOK')
  const video = { sizeBytes: 1_000_000, contentType: 'video/mp4', durationMs: 20_000 }
  await bench.publishers.TIKTOK.preflight(account, draft as never, video as never, signal).catch(() => {})
}

const CREATOR_INFO = { platform: 'TIKTOK', operation: 'creator_info.query', phase: 'preflight' }

test('a call that is answered well is ok, and took its time', async () => {
  await ask()
  expect(ends).toEqual([
    { ...CREATOR_INFO, outcome: 'ok', httpStatus: 200, platformCode: undefined, durationMs: expect.any(Number) },
  ])
})

test('an answer that is an error has the category and the code of the table', async () => {
  await bench.fault({ platform: 'TIKTOK', operation: 'creator_info.query', kind: 'before-effect', status: 503 })
  await ask()
  expect(ends).toMatchObject([{ ...CREATOR_INFO, outcome: 'transient', httpStatus: 503 }])
})

test('a call without an answer has no status', async () => {
  await bench.fault({ platform: 'TIKTOK', operation: 'creator_info.query', kind: 'drop-connection' })
  await ask()
  expect(ends).toMatchObject([{ outcome: 'transient', httpStatus: null, durationMs: expect.any(Number) }])
})

test('a call that something forbids is held back, and took no time of the platform', async () => {
  const paused = { code: 'paused', category: 'rate-limited', message: 'Not now.', remedy: 'Wait.' } as const
  limits.forbid('creator_info.query', new PublishError(paused, { neverSent: true }))
  await ask()
  expect(ends).toMatchObject([{ outcome: 'held-back', httpStatus: null, durationMs: null }])
})

test('calls are counted by names of bounded number alone', async () => {
  const account = await bench.account('TIKTOK')
  await bench.logins.TIKTOK.own.refresh({ ...account, expiresAtMs: null, refreshedAtMs: null })
  expect(ends).toMatchObject([{ operation: 'login.refresh', outcome: 'ok' }])
  const text = await registry.metrics()
  expect(text).toContain('publisher_platform_calls_total{platform="TIKTOK",operation="login.refresh",outcome="ok"} 1')
  expect(text).toContain(
    'publisher_platform_call_duration_seconds_count{platform="TIKTOK",operation="login.refresh"} 1',
  )
  expect(text).not.toContain(account.platformUserId)
})
