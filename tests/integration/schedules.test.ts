import type { Client, ScheduleDescription } from '@temporalio/client'
import { nextPacificMidnightMs } from '../../src/domain/quota'
import { createClient } from '../../src/temporal/connection'
import { ensureSchedules } from '../../src/temporal/ensure-schedules'
import type { ScheduleIntervals, ScheduleRow, ScheduleTable } from '../../src/temporal/schedules'
import { GRANT_SCHEDULE_ID, PUBLISH_QUEUE, RENEW_SCHEDULE_ID } from '../../src/workflows/contract'
import { tableOf } from '../support/schedules'
import { until } from '../support/until'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 3_600_000

/** Whose it is nobody says. */
const FOREIGN = 'weekly-report-of-another-team'

let client: Client

beforeAll(() => {
  const { TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE } = process.env
  client = createClient({ TEMPORAL_ADDRESS: String(TEMPORAL_ADDRESS), TEMPORAL_NAMESPACE: String(TEMPORAL_NAMESPACE) })
})
beforeEach(removeAll)
afterAll(async () => {
  await removeAll()
  await client.connection.close()
})

const KNOWN = [...tableOf().rows.map(({ id }) => id), FOREIGN, 'tidy-attic', 'grant-whatever']

/** By their names: other tests of the namespace leave schedules, too, and a search may miss them. */
async function removeAll(): Promise<void> {
  await Promise.all(
    KNOWN.map((id) =>
      handle(id)
        .delete()
        .catch(() => undefined),
    ),
  )
}

const handle = (id: string) => client.schedule.getHandle(id)

const describeAll = ({ rows }: ScheduleTable): Promise<ScheduleDescription[]> =>
  Promise.all(rows.map(({ id }) => handle(id).describe()))

/** What a write of any kind changes. */
const versions = async (table: ScheduleTable) =>
  (await describeAll(table)).map(({ scheduleId, raw, info }) => ({
    scheduleId,
    token: Buffer.from(raw.conflictToken ?? []).toString('hex'),
    updatedAt: info.lastUpdatedAt,
  }))

const exists = (id: string): Promise<boolean> =>
  handle(id)
    .describe()
    .then(
      () => true,
      () => false,
    )

const renewalsEvery = (renewIntervalMs: number, change: Partial<ScheduleIntervals> = {}) =>
  tableOf({ renewIntervalMs, ...change })

/** The table of a release with one more row. */
function withAttic(revision = tableOf().revision): ScheduleTable {
  const { rows } = tableOf()
  const row = { ...(rows[0] as ScheduleRow), id: 'tidy-attic' }
  return { revision, rows: [...rows, row] }
}

test('a start creates every schedule of the table, with a note for the Web UI, one round at a time', async () => {
  const table = tableOf()
  await ensureSchedules(client, table)
  for (const [index, { scheduleId, action, policies, state }] of (await describeAll(table)).entries()) {
    const row = table.rows[index]
    expect(scheduleId).toBe(row?.id)
    expect(action).toMatchObject({ workflowId: row?.id, workflowType: row?.workflow, staticSummary: row?.about })
    expect(policies).toEqual({ overlap: 'SKIP', catchupWindow: MINUTE_MS, pauseOnFailure: false })
    expect(state).toEqual({ paused: false, note: row?.about, remainingActions: undefined })
  }
})

test('a second start writes nothing', async () => {
  const table = tableOf()
  await ensureSchedules(client, table)
  const before = await versions(table)
  await ensureSchedules(client, table)
  expect(await versions(table)).toEqual(before)
})

test('workers that start at the same moment agree, on a first start and on a change', async () => {
  const [first, second] = [renewalsEvery(10 * MINUTE_MS), renewalsEvery(20 * MINUTE_MS)]
  await Promise.all([1, 2, 3].map(() => ensureSchedules(client, first)))
  await Promise.all([1, 2, 3].map(() => ensureSchedules(client, second)))
  expect((await handle(RENEW_SCHEDULE_ID).describe()).spec.intervals).toEqual([{ every: 20 * MINUTE_MS, offset: 0 }])
})

test('a changed interval takes effect and leaves pause, note and remaining rounds as operators set them', async () => {
  await ensureSchedules(client, renewalsEvery(10 * MINUTE_MS))
  const renewals = handle(RENEW_SCHEDULE_ID)
  await renewals.update((stored) => ({ ...stored, state: { ...stored.state, remainingActions: 7 } }))
  await renewals.pause('the app is in review until Friday')
  await ensureSchedules(client, renewalsEvery(20 * MINUTE_MS))
  const { spec, state } = await renewals.describe()
  expect(spec).toMatchObject({ intervals: [{ every: 20 * MINUTE_MS }], jitter: 2 * MINUTE_MS })
  expect(state).toEqual({ paused: true, note: 'the app is in review until Friday', remainingActions: 7 })
})

test('what somebody changed by hand against the table is put back', async () => {
  const table = tableOf()
  await ensureSchedules(client, table)
  const renewals = handle(RENEW_SCHEDULE_ID)
  const { spec } = await renewals.describe()
  await renewals.update((stored) => ({ ...stored, spec: { intervals: [{ every: '5 days' }] } }))
  await ensureSchedules(client, table)
  expect((await renewals.describe()).spec).toEqual(spec)
})

test('a schedule from before the mark is adopted as it stands, paused', async () => {
  const action = { type: 'startWorkflow' as const, workflowType: 'renewConnections', taskQueue: PUBLISH_QUEUE }
  await client.schedule.create({
    scheduleId: RENEW_SCHEDULE_ID,
    spec: { intervals: [{ every: '3 hours' }] },
    action: { ...action, workflowId: RENEW_SCHEDULE_ID },
    state: { paused: true, note: 'since last year' },
  })
  const table = tableOf()
  await ensureSchedules(client, table)
  const { state, action: adopted } = await handle(RENEW_SCHEDULE_ID).describe()
  expect(state).toMatchObject({ paused: true, note: 'since last year' })
  expect(adopted.memo).toEqual({ managedBy: 'publisher', revision: table.revision })
})

test('a schedule that has left the table is removed, and one of others is not touched', async () => {
  await client.schedule.create({
    scheduleId: FOREIGN,
    spec: { intervals: [{ every: '7 days' }] },
    action: {
      type: 'startWorkflow',
      workflowType: 'renewConnections',
      taskQueue: 'reports',
      memo: { managedBy: 'us' },
    },
    state: { paused: true },
  })
  const foreign = Buffer.from((await handle(FOREIGN).describe()).raw.conflictToken ?? [])
  await ensureSchedules(client, withAttic())
  expect(await exists('tidy-attic')).toBe(true)
  // A search tells of a new schedule after a while.
  await until(async () => {
    await ensureSchedules(client, tableOf())
    return !(await exists('tidy-attic'))
  })
  expect(Buffer.from((await handle(FOREIGN).describe()).raw.conflictToken ?? [])).toEqual(foreign)
})

test('a worker of an older release, started in the midst of a deploy, changes and removes nothing', async () => {
  const newer = withAttic(tableOf().revision + 1)
  await ensureSchedules(client, newer)
  await handle(RENEW_SCHEDULE_ID).delete()
  const kept = newer.rows.filter(({ id }) => id !== RENEW_SCHEDULE_ID)
  const before = await versions({ ...newer, rows: kept })
  await until(async () => {
    const seen = []
    for await (const { scheduleId } of client.schedule.list()) seen.push(scheduleId)
    return seen.includes('tidy-attic')
  })
  await ensureSchedules(client, renewalsEvery(10 * MINUTE_MS))
  expect(await versions({ ...newer, rows: kept })).toEqual(before)
  expect(await exists(RENEW_SCHEDULE_ID)).toBe(false)
})

describe('across a change of the clocks', () => {
  /** When a row's rounds begin from an instant on, as the server reckons. */
  async function roundsFrom(row: ScheduleRow | undefined, fromMs: number): Promise<number[]> {
    if (!row) throw new Error('no such row')
    await client.schedule.create({
      scheduleId: 'grant-whatever',
      spec: { ...row.spec, startAt: new Date(fromMs) },
      action: { type: 'startWorkflow', workflowType: row.workflow, taskQueue: PUBLISH_QUEUE },
      state: { paused: true },
    })
    const { info } = await handle('grant-whatever').describe()
    return info.nextActionTimes.map((at) => at.getTime())
  }

  const CHANGES = ['2027-03-14T20:00:00Z', '2027-11-07T20:00:00Z']

  test.each(CHANGES)('the quota day is granted at each Pacific midnight about %s, none twice', async (change) => {
    const changeMs = Date.parse(change)
    const row = tableOf().rows.find(({ id }) => id === GRANT_SCHEDULE_ID)
    const rounds = await roundsFrom(row, changeMs - 3 * DAY_MS)
    expect(rounds.length).toBeGreaterThan(5)
    let atMs = changeMs - 3 * DAY_MS
    for (const round of rounds) expect(round).toBe((atMs = nextPacificMidnightMs(atMs)))
    const lengths = rounds.slice(1).map((round, index) => round - (rounds[index] ?? 0))
    expect(new Set(lengths).size).toBe(2)
  })

  test.each(CHANGES)('rounds by an interval are as far apart as ever about %s', async (change) => {
    const row = renewalsEvery(8 * 3_600_000).rows.find(({ id }) => id === RENEW_SCHEDULE_ID)
    const rounds = await roundsFrom(row && { ...row, spec: { ...row.spec, jitter: 0 } }, Date.parse(change) - DAY_MS)
    for (const [index, round] of rounds.slice(1).entries()) expect(round - (rounds[index] ?? 0)).toBe(8 * 3_600_000)
  })
})
