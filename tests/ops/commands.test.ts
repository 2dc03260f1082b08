import { randomUUID } from 'node:crypto'
import { userInfo } from 'node:os'
import { main } from '../../src/bin/ops'
import { createRoundReports } from '../../src/database/round-reports'
import { pacificDay } from '../../src/domain/quota'
import { runHere, runProgram } from '../support/command'
import { openJobTable, type JobTable } from '../support/job-table'

let table: JobTable

beforeEach(async () => {
  table = await openJobTable()
})
afterEach(() => table.close())

/** Nobody answers at Temporal's address here: what a command changes is in the database all the same. */
const envOf = (change: NodeJS.ProcessEnv) => ({ DATABASE_URL: table.url, TEMPORAL_ADDRESS: '127.0.0.1:1', ...change })

const ops = (args: string[], env: NodeJS.ProcessEnv = {}) => runProgram('ops', envOf(env), args)

const opsHere = (args: string[], env: NodeJS.ProcessEnv = {}) => runHere(() => main(args, envOf(env)))

const held = () => table.prisma.platformCooldown.findMany({ orderBy: { createdAt: 'asc' } })
const activeOnes = async () => (await held()).filter(({ until }) => until === null || until > new Date())

const today = pacificDay(Date.now())

/** In one sentence: 1 where it was understood, 2 where not. */
const SAYS = (sentence: RegExp, code: 1 | 2 = 1) => ({ code, stdout: '', stderr: expect.stringMatching(sentence) })

describe('ops pause and resume', () => {
  test('a platform, with the reason, who did it, and how many jobs wait behind it', async () => {
    for (const phase of ['accepted', 'uploading', 'scheduled', 'published', 'failed'] as const)
      await table.addJob(phase, { platform: 'TIKTOK' })
    await table.addJob('uploading')
    const { code, stdout } = await ops(['pause', 'tiktok', '--reason', 'an audit', '--yes'])
    expect(code).toBe(0)
    expect(stdout).toContain(
      'TikTok is paused until you resume it.\n3 unfinished jobs: each waits before its next call',
    )
    const row = { platform: 'TIKTOK', platformUserId: null, scope: 'WRITES', reason: 'paused', until: null }
    expect(await held()).toMatchObject([
      { ...row, message: expect.stringContaining('an audit'), evidence: { pausedBy: `ops:${userInfo().username}` } },
    ])

    await table.addJob('cooling-down', { platform: 'TIKTOK', waitReason: 'paused' })
    const resumed = await ops(['resume', 'tiktok', '--yes'])
    expect(resumed.code).toBe(0)
    expect(resumed.stdout).toContain('TikTok is resumed: 1 waiting job goes on.\n')
    expect(resumed.stderr).toContain('find out by themselves within a minute')
    expect(await activeOnes()).toEqual([])
  })

  test('an account by its connection, until an instant, every call of it', async () => {
    const until = '2099-01-01T00:00:00+02:00'
    const { stdout } = await ops(['pause', 'connection-YOUTUBE', '--reason', 'x', '--until', until, '--all', '--yes'])
    expect(stdout).toContain(
      'YouTube account of connection connection-YOUTUBE is paused until 2098-12-31T22:00:00.000Z.\n0 unfinished jobs',
    )
    expect(await held()).toMatchObject([
      { platform: 'YOUTUBE', platformUserId: 'account-YOUTUBE', scope: 'ALL', until: new Date(until) },
    ])
    expect((await opsHere(['resume', 'connection-YOUTUBE', '--yes'])).code).toBe(0)
    expect(await activeOnes()).toEqual([])
  })

  test('a second time takes the place of the first, and a pause is resumed by its id, too', async () => {
    await opsHere(['pause', 'youtube', '--reason', 'first', '--yes'])
    await opsHere(['pause', 'youtube', '--reason', 'second', '--yes'])
    const [only, ...others] = await held()
    expect(others).toEqual([])
    expect(only?.message).toContain('second')
    expect((await opsHere(['resume', String(only?.id), '--yes'])).stdout).toContain(
      'YouTube is resumed: 0 waiting jobs go on.',
    )
    expect(await activeOnes()).toEqual([])
  })

  test.each([
    [
      'a platform that there is not',
      ['pause', 'myspace', '--reason', 'x'],
      /^There is no platform and no connection "myspace"/,
    ],
    ['an unknown account', ['pause', 'connection-1', '--reason', 'x'], /^There is no platform and no connection "conn/],
    ['no reason', ['pause', 'tiktok'], /^--reason: Is required\n$/],
    [
      'an instant without offset',
      ['pause', 'tiktok', '--reason', 'x', '--until', '2099-01-01T00:00:00'],
      /^--until: Needs an/,
    ],
    [
      'a past instant',
      ['pause', 'tiktok', '--reason', 'x', '--until', '2020-01-01T00:00:00Z'],
      /^--until: Must lie in the/,
    ],
    [
      'two faults',
      ['pause', 'tiktok', '--until', 'soon'],
      /^--reason: Is required\n--until: Must be an RFC 3339 instant.*\n$/,
    ],
    ['what is not paused', ['resume', 'instagram'], /^Instagram is not paused\.\n$/],
    ['an unknown pause', ['resume', 'nothing'], /^There is no platform, no connection and no pause "nothing"/],
    ['nothing', ['resume'], /^Say what to resume/],
  ])('given %s refuses by name', async (_name, args, sentence) => {
    const { code, ...said } = await opsHere(args)
    expect({ code: 1, ...said }).toEqual(SAYS(sentence))
    expect([1, 2]).toContain(code)
    expect(await held()).toEqual([])
  })

  test("a platform's own cooldown is not ended", async () => {
    const id = randomUUID()
    const words = {
      reason: 'rate-limited',
      message: 'Too often.',
      remedy: 'Wait.',
      until: new Date(Date.now() + 60_000),
    }
    await table.prisma.platformCooldown.create({ data: { id, platform: 'TIKTOK', scope: 'ALL', ...words } })
    expect(await opsHere(['resume', id])).toEqual(SAYS(/is no pause/))
    expect(await activeOnes()).toHaveLength(1)
  })
})

test('ops cooldowns tells what holds, why, and how many jobs wait for it', async () => {
  expect((await opsHere(['cooldowns'])).stdout).toBe('Nothing is paused, and nothing cools down.\n')
  await opsHere(['pause', 'connection-TIKTOK', '--reason', 'a dispute', '--yes'])
  await table.addJob('cooling-down', { platform: 'TIKTOK', platformUserId: 'account-TIKTOK', waitReason: 'paused' })
  const { code, stdout } = await ops(['cooldowns'])
  expect(code).toBe(0)
  expect(stdout).toMatch(
    /^TikTok account of connection connection-TIKTOK: paused by ops:\S+ until it is resumed, writes/,
  )
  expect(stdout).toContain('a dispute')
  expect(stdout).toContain('1 job waits for it.')
})

describe('ops quota', () => {
  const MODEL = { YOUTUBE_QUOTA_MODEL: 'upload-bucket' }

  test('shows a day, and sets what YouTube has granted for it', async () => {
    expect((await opsHere(['quota', 'show'], MODEL)).stdout).toContain(
      `${today}, Pacific Time, counted as upload-bucket: an upload costs 1\n  uploads: 0 of 100 used; room for 100 more\n`,
    )
    const set = await ops(['quota', 'limit', '250', '--yes'], MODEL)
    expect(set).toMatchObject({ code: 0, stdout: expect.stringContaining('uploads: 0 of 250 used; room for 250 more') })
    expect(await table.prisma.youTubeQuota.findMany()).toMatchObject([{ date: today, limit: 250 }])
    expect((await opsHere(['quota', 'show', '--day', '2099-03-01'], MODEL)).stdout).toContain(
      '2099-03-01, Pacific Time',
    )
  })

  test('does not go below what is used, and says so', async () => {
    await table.prisma.youTubeQuota.create({
      data: { date: today, limit: 100, used: 40, callUnits: 40, model: 'upload-bucket', uploadCost: 1 },
    })
    const { code, stdout } = await opsHere(['quota', 'limit', '30', '--yes'], MODEL)
    expect(code).toBe(0)
    expect(stdout).toContain('40 of 40 used, 40 by other calls; room for 0 more')
    expect(stdout).toContain('30 could not be the limit any more')
  })

  test.each([
    ['a negative limit', ['limit', '-5'], /^A limit is a whole number from 1 to 1,000,000,000, not -5\.\n$/],
    ['a limit of nothing', ['limit', '0'], /^A limit is a whole number/],
    ['a limit in words', ['limit', 'many'], /^A limit is a whole number/],
    ['no limit', ['limit'], /^Say the limit/],
    [
      'a day that is no date',
      ['limit', '5', '--day', '2099-02-30'],
      /^--day takes a date such as 2027-03-01, not 2099-02-30/,
    ],
    ['a day that is over', ['limit', '5', '--day', '2020-01-01'], /^2020-01-01 is over/],
    ['a day in words', ['show', '--day', 'today'], /^--day takes a date/],
    ['something else', ['reset'], /^There is no command "quota reset"/],
  ])('given %s refuses by name', async (_name, args, sentence) => {
    expect(await opsHere(['quota', ...args])).toEqual(SAYS(sentence, 2))
    expect(await table.prisma.youTubeQuota.count()).toBe(0)
  })

  test('given a model that does not exist says so', async () => {
    expect(await opsHere(['quota', 'show'], { YOUTUBE_QUOTA_MODEL: 'units-100' })).toEqual(
      SAYS(/YOUTUBE_QUOTA_MODEL must be one of units-1600, upload-bucket/),
    )
  })
})

test('ops maintenance tells the last round of each schedule and what it found, without Temporal too', async () => {
  await createRoundReports(table.prisma).save({
    name: 'reconcile-publish-jobs',
    startedAtMs: Date.parse('2027-01-15T11:59:58Z'),
    endedAtMs: Date.parse('2027-01-15T12:00:00Z'),
    counts: { started: 2, woken: 0, stuck: 1 },
    findings: [{ code: 'wait-overdue', message: 'It waits.', remedy: 'Open its run.', jobId: 'publish-1' }],
  })
  const { code, stdout } = await opsHere(['maintenance'])
  expect(code).toBe(0)
  expect(stdout).toMatch(/^schedule +last round +next +it has\n/)
  expect(stdout).toMatch(/^reconcile-publish-jobs +2027-01-15T12:00:00.000Z +not known +stuck 1, started 2$/m)
  expect(stdout).toMatch(/^renew-connections +none yet/m)
  expect(stdout).toContain('  wait-overdue publish-1: It waits.\n    Open its run.\n')
})

test('without a command all of them are told; with --help, too', async () => {
  const [none, help] = [await opsHere([]), await ops(['--help'])]
  expect(help).toMatchObject({ code: 0, stdout: expect.stringContaining('quota limit <number>') })
  expect(none).toEqual({ ...help, code: 2 })
})

test('a database that is down is told in a sentence', async () => {
  const nowhere = { DATABASE_URL: 'postgresql://127.0.0.1:1/none' }
  expect(await ops(['cooldowns'], nowhere)).toEqual(SAYS(/^The database of DATABASE_URL is out of reach/))
})
