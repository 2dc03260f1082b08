import { main } from '../../src/bin/ops'
import { RETENTION_SCHEDULE_ID } from '../../src/domain/schedule-ids'
import { openArchiveWorld, type ArchiveWorld } from '../support/archive'
import { runHere, runProgram } from '../support/command'
import { silenceTemporal } from '../support/quiet'
import { addJobs, lastRound, LONG_AGO, startRetention } from '../support/retention-round'
import { scheduleAll } from '../support/schedules'
import { until } from '../support/until'
import type { RunningWorkers } from '../support/workers'

silenceTemporal()

const DAY_MS = 86_400_000

let world: ArchiveWorld
let workers: RunningWorkers
let userId: string

beforeAll(async () => {
  world = await openArchiveWorld()
  workers = await startRetention(world)
})
beforeEach(async () => {
  await world.clear()
  await removeSchedule()
  userId = await world.addUser()
})
afterAll(async () => {
  await removeSchedule()
  await workers.stop()
  await world.close()
})

const removeSchedule = () =>
  workers.client.schedule
    .getHandle(RETENTION_SCHEDULE_ID)
    .delete()
    .catch(() => undefined)

const envOf = (change: NodeJS.ProcessEnv = {}) => {
  const { TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE } = process.env
  return { ...world.env, TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, ...change }
}

const ops = (args: string[], change?: NodeJS.ProcessEnv) => runHere(() => main(['retention', ...args], envOf(change)))

test('a dry run tells how much of each kind is due and how old it is, and changes nothing', async () => {
  await addJobs(world, userId, 1_234)
  await world.addPosts(userId, LONG_AGO.toISOString(), 3)
  await world.leaveUpload(`videos/${userId}/left.mp4`, 2 * DAY_MS)
  const before = await world.dump()

  const { code, stdout } = await runProgram('ops', envOf(), ['retention', '--dry-run'])
  expect(code).toBe(0)
  expect(stdout).toMatch(
    /^Jobs go 90 days after their end, what is soft-deleted after 30\. A round now would remove:\n/,
  )
  expect(stdout).toMatch('\n  jobs: 1,234, the oldest of 2020-03-04T05:06:07.008Z\n')
  expect(stdout).toMatch(/\n {2}metrics: \d+, the oldest of 2020-/)
  expect(stdout).toMatch('\n  posts: 0\n')
  expect(stdout).toMatch(/\n {2}uploads: 1, the oldest of 20/)
  expect(stdout).toMatch('\n  3 posts with 9 metric rows\nNothing was changed.\n')
  expect(await world.dump()).toEqual(before)
  expect(await world.prisma.publishJob.count()).toBe(1_234)
  expect(await world.uploads()).toHaveLength(1)
})

test('a dry run tells what would leave the database for the archive, where that is wanted', async () => {
  await world.addPosts(userId, LONG_AGO.toISOString(), 2)
  await world.archive()
  const { stdout } = await ops(['--dry-run'], { ARCHIVE_PRUNE: 'true', ARCHIVE_POSTS_DAYS: '400' })
  expect(stdout).toMatch('of months that are 400 days old')
  expect(stdout).toMatch('\n  0 posts with 0 metric rows\n')
  expect(stdout).toMatch('of what was archived before:\n  2 posts\nNothing was changed.\n')
})

test('a round is begun by its schedule, and refused in a sentence while there is none', async () => {
  await addJobs(world, userId, 1)
  expect(await ops(['--yes'])).toEqual({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(
      'There is no schedule apply-retention yet: a worker makes it when it starts.\n',
    ) as string,
  })
  await scheduleAll(workers.client)
  expect(await ops(['--yes'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^A round of retention begins/) })
  await until(() => world.prisma.roundReport.findUnique({ where: { name: RETENTION_SCHEDULE_ID } }))
  expect((await lastRound(world)).counts).toMatchObject({ jobs: 1 })
})

test('what is not understood or missing is told by name', async () => {
  expect(await ops(['--dry'])).toMatchObject({ code: 2, stderr: expect.stringContaining('--dry') })
  expect(await ops(['now'])).toMatchObject({ code: 2, stderr: expect.stringContaining('now') })
  expect(await ops(['--dry-run'], { R2_BUCKET: '' })).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('R2_BUCKET is missing'),
  })
  expect(await ops(['--dry-run'], { RETENTION_JOBS_DAYS: '0' })).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('RETENTION_JOBS_DAYS must be a whole number from 1'),
  })
  expect(await ops(['--yes'], { TEMPORAL_ADDRESS: '127.0.0.1:1' })).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('Temporal is out of reach at TEMPORAL_ADDRESS: run this again when it is back.\n'),
  })
})
