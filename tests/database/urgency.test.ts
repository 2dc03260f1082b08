import type { PublishJob } from '../../src/generated/prisma/client'
import { openJobTable, START_MS, type JobTable } from '../support/job-table'

let table: JobTable

beforeEach(async () => {
  table = await openJobTable()
})
afterEach(() => table.close())

const NOW = new Date(START_MS)

const add = (count: number, change: Partial<PublishJob> = {}) =>
  Promise.all(Array.from({ length: count }, () => table.addJob('accepted', change)))

const priorityOf = async (change: Partial<PublishJob>) => {
  const { run } = await table.addJob('accepted', change)
  return (await table.rows.claim(run, START_MS)).priorityKey
}

test('a job is bulk beside three others of its user that are under way on its platform', async () => {
  await add(2)
  expect(await priorityOf({})).toBe(3)
  expect(await priorityOf({})).toBe(4)
})

test('neither other platforms nor jobs that wait or have ended make it bulk', async () => {
  await add(3, { platform: 'TIKTOK' })
  for (const phase of ['scheduled', 'waiting-for-quota', 'published', 'failed'] as const)
    await Promise.all([1, 2, 3].map(() => table.addJob(phase)))
  expect(await priorityOf({})).toBe(3)
})

test.each([
  ['has an instant', { scheduledFor: NOW }],
  ['has a latest instant', { publishBefore: new Date(START_MS + 60_000) }],
])("a post that %s passes its user's bulk, unless it is bulk itself", async (_name, timed) => {
  await add(20)
  expect(await priorityOf(timed)).toBe(2)
  await add(3, timed)
  expect(await priorityOf(timed)).toBe(4)
})

test('what comes out of the quota queue goes on with the bulk of its day', async () => {
  expect(await priorityOf({ quotaQueuedAt: NOW })).toBe(4)
})
