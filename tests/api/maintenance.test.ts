import type { MaintenanceView } from '../../src/api/schemas/maintenance'
import { createRoundReports } from '../../src/database/round-reports'
import { startTestApi, type TestApi } from '../support/api'

let api: TestApi
let key: string

beforeAll(async () => {
  api = await startTestApi()
  key = await api.newKey(['operate'])
})
afterAll(() => api.close())

const FINDING = { code: 'wait-overdue', message: 'It waits.', remedy: 'Look at it.', jobId: 'publish-1' }

const read = async () => (await api.send<MaintenanceView>('GET', '/v1/maintenance', { key })).body.items

test('each schedule is told with its last round and as Temporal has it', async () => {
  const nowMs = api.clock.nowMs()
  const at = (ms: number) => new Date(nowMs + ms).toISOString()
  await createRoundReports(api.prisma).save({
    name: 'reconcile-publish-jobs',
    startedAtMs: nowMs - 3_000,
    endedAtMs: nowMs - 1_000,
    counts: { started: 2 },
    findings: [FINDING],
  })
  const state = { paused: false, note: 'for all', nextRunAtMs: nowMs + 60_000, lastRunId: 'reconcile-publish-jobs-1' }
  api.schedules.push({ id: 'reconcile-publish-jobs', about: 'It starts lost runs', state })
  expect(await read()).toEqual([
    {
      id: 'reconcile-publish-jobs',
      about: 'It starts lost runs',
      lastRound: { startedAt: at(-3_000), endedAt: at(-1_000), counts: { started: 2 }, findings: [FINDING] },
      schedule: {
        paused: false,
        note: 'for all',
        nextRunAt: at(60_000),
        lastRunUrl: expect.stringMatching(/\/workflows\/reconcile-publish-jobs-1$/),
      },
    },
  ])
})

test('one without a round, and one that Temporal cannot tell of, say so', async () => {
  api.schedules.splice(0, 1, { id: 'apply-retention', about: 'It removes', state: null })
  expect(await read()).toEqual([{ id: 'apply-retention', about: 'It removes', lastRound: null, schedule: null }])
})

test('what became of a restored database is told beside the schedules', async () => {
  const atMs = api.clock.nowMs()
  const counts = { keep: 2 }
  await createRoundReports(api.prisma).save({
    name: 'settle-restore',
    startedAtMs: atMs,
    endedAtMs: atMs,
    counts,
    findings: [FINDING],
  })
  expect((await read()).at(-1)).toMatchObject({
    id: 'settle-restore',
    lastRound: { counts, findings: [FINDING] },
    schedule: null,
  })
})

test('it is for operators only', async () => {
  expect(await api.send('GET', '/v1/maintenance')).toMatchObject({ status: 403, body: { code: 'scope-missing' } })
})
