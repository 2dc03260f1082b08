import { Readable } from 'node:stream'
import { main } from '../../src/bin/ops'
import type { Input } from '../../src/bin/ops/run'
import { runHere } from '../support/command'
import { openJobTable, type JobTable, type StoredJob } from '../support/job-table'

let table: JobTable

beforeAll(async () => {
  table = await openJobTable()
})
afterEach(() => table.prisma.publishJob.deleteMany())
afterAll(() => table.close())

/** Nobody answers at Temporal's address here: the rows decide all the same. */
const env = () => ({ DATABASE_URL: table.url, TEMPORAL_ADDRESS: '127.0.0.1:1' })

const nobody = Readable.from([])
const typing = (answer: string): Input => Object.assign(Readable.from([answer]), { isTTY: true })

const jobs = (args: string[], input: Input = nobody) => runHere(() => main(['jobs', ...args], env(), input))

const json = async (args: string[]) => JSON.parse((await jobs([...args, '--json'])).stdout) as Record<string, unknown>

const idsOf = (list: unknown): string[] => (list as { jobId: string }[]).map(({ jobId }) => jobId)

const phases = async (...some: StoredJob[]) => Promise.all(some.map(async (job) => (await table.row(job)).phase))

describe('ops jobs list', () => {
  test('finds by platform, phase, error, wait, age, instant and user, each by itself and together', async () => {
    const tiktok = await table.addJob('failed', { platform: 'TIKTOK', errorCode: 'spam-suspected' })
    const paused = await table.addJob('cooling-down', { waitReason: 'paused' })
    const old = await table.addJob('scheduled', {
      createdAt: new Date('2020-01-01'),
      scheduledFor: new Date('2030-01-01T00:00:00Z'),
    })
    const found = async (...args: string[]) => idsOf((await json(['list', ...args])).items)
    expect(await found('--platform', 'tiktok')).toEqual([tiktok.jobId])
    expect(await found('--status', 'FAILED', '--error', 'spam-suspected')).toEqual([tiktok.jobId])
    expect(await found('--waiting-for', 'paused')).toEqual([paused.jobId])
    expect(await found('--older-than', '2d')).toEqual([old.jobId])
    expect(await found('--scheduled-after', '2029-12-31T00:00:00Z')).toEqual([old.jobId])
    expect(await found('--scheduled-before', '2029-12-31T00:00:00Z', '--phase', 'scheduled')).toEqual([])
    expect(await found('--user', 'somebody-else')).toEqual([])
    expect((await jobs(['list', '--user', 'somebody-else'])).stdout).toBe('No job matches.\n')
    const { stdout } = await jobs(['list', '--platform', 'TIKTOK'])
    expect(stdout).toMatch(/^job +platform +phase +age +changed +until +why\n/)
    expect(stdout).toMatch(new RegExp(`\n${tiktok.jobId} +TIKTOK +failed .* spam-suspected`))
  })

  test('pages on by its cursor: no job is left out or comes twice', async () => {
    const all = await Promise.all(Array.from({ length: 5 }, () => table.addJob('accepted')))
    const first = await json(['list', '--limit', '3'])
    const second = await json(['list', '--limit', '3', '--cursor', String(first.nextCursor)])
    expect(second.nextCursor).toBeNull()
    expect([...idsOf(first.items), ...idsOf(second.items)].sort()).toEqual(idsOf(all).sort())
  })

  test('tells by the rules of the reconciler which are stuck', async () => {
    const stuck = await table.addJob('scheduled', { waitUntil: new Date(Date.now() - 86_400_000) })
    await table.addJob('scheduled', { waitUntil: new Date(Date.now() + 86_400_000) })
    expect(idsOf((await json(['list', '--stuck'])).items)).toEqual([stuck.jobId])
  })

  test('names every fault of what it is asked at once', async () => {
    const { code, stdout, stderr } = await jobs(['list', '--phase', 'lost', '--older-than', 'long', '--limit', '0'])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(
      /--phase: Must be one of accepted, .*\n--older-than: Must be such as 90m, 2h or 3d\n--limit: /,
    )
    const unknown = await jobs(['list', '--plattform', 'tiktok', '--json=yes', '--user'])
    expect(unknown.stderr).toContain("Unknown option '--plattform'. Did you mean '--platform'?")
    expect(unknown.stderr).toContain("'--json' takes no value.")
    expect(unknown.stderr).toContain("'--user' needs a value: --user <id>")
  })
})

describe('ops jobs show', () => {
  test('tells who can act, the commit, what to look for, and the commands that may follow', async () => {
    const { jobId } = await table.addJob('unconfirmed', { caption: 'Bedtime in five minutes' })
    const shown = await json(['show', jobId])
    expect(shown).toMatchObject({ jobId, phase: 'unconfirmed', commit: { verdict: null } })
    const { stdout } = await jobs(['show', jobId])
    expect(stdout).toContain('with the text "Bedtime in five minutes"')
    expect(stdout).toContain(`npm run ops -- jobs resolve ${jobId} --not-live`)
    expect(stdout).toContain(`http://127.0.0.1:8233/namespaces/publisher/workflows/${jobId}`)
    expect(stdout).not.toContain('jobs cancel')
  })

  test('a job that there is not is told in a sentence', async () => {
    expect(await jobs(['show', 'publish-none'])).toMatchObject({ code: 1, stderr: 'There is no such publish job\n' })
  })
})

test('ops jobs counts adds up by phase, platform and error', async () => {
  for (let count = 0; count < 3; count += 1) await table.addJob('failed', { errorCode: 'upload-refused' })
  await table.addJob('accepted', { platform: 'TIKTOK' })
  expect(await json(['counts'])).toEqual([
    { phase: 'failed', platform: 'YOUTUBE', errorCode: 'upload-refused', count: 3 },
    { phase: 'accepted', platform: 'TIKTOK', errorCode: null, count: 1 },
  ])
})

describe('ops jobs cancel', () => {
  test('in bulk: a dry run changes nothing, and then all that match are cancelled, the others are not', async () => {
    const [one, other] = [await table.addJob('scheduled'), await table.addJob('scheduled')]
    const elsewhere = await table.addJob('scheduled', { platform: 'TIKTOK' })
    const filters = ['--phase', 'scheduled', '--platform', 'youtube']
    const planned = await jobs(['cancel', ...filters, '--dry-run'])
    expect(planned.stdout).toMatch(/^Cancel: 2 jobs\n {2}publish-.*\n {2}publish-.*\nNothing was changed\.\n$/)
    expect(await phases(one, other, elsewhere)).toEqual(['scheduled', 'scheduled', 'scheduled'])

    const { code, stdout, stderr } = await jobs(['cancel', ...filters, '--yes', '--json'])
    expect([code, idsOf([one, other]).sort()]).toEqual([0, (JSON.parse(stdout) as { done: string[] }).done.sort()])
    expect(stderr).toContain('2 runs could not be told. The rows have decided')
    expect(await phases(one, other, elsewhere)).toEqual(['cancelled', 'cancelled', 'scheduled'])
    expect((await jobs(['cancel', ...filters, '--yes'])).stdout).toBe('No job matches.\n')
  })

  test('asks, and takes nothing but yes for it', async () => {
    const job = await table.addJob('scheduled')
    const declined = await jobs(['cancel', job.jobId], typing('no\n'))
    expect(declined).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('Cancel 1 job? (yes/no)') })
    expect(declined.stderr).toContain('Nothing was changed.')
    const alone = await jobs(['cancel', job.jobId])
    expect(alone).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('Add --yes if you mean it') })
    expect(await phases(job)).toEqual(['scheduled'])
    expect((await jobs(['cancel', job.jobId], typing('yes\n'))).code).toBe(0)
    expect(await phases(job)).toEqual(['cancelled'])
  })

  test('a job that refuses is told with its code and does not stop the others', async () => {
    const [done, ended, maybe] = [
      await table.addJob('accepted'),
      await table.addJob('failed'),
      await table.addJob('unconfirmed'),
    ]
    const { code, stdout } = await jobs(['cancel', done.jobId, ended.jobId, maybe.jobId, '--yes'])
    expect(code).toBe(1)
    expect(stdout).toContain('1 job cancelled.\n')
    expect(stdout).toContain('Not possible for 1 job: too-late (The job has gone too far for this change)')
    expect(stdout).toContain(`  ${maybe.jobId}: unconfirmed\n`)
    expect(await phases(done, ended, maybe)).toEqual(['cancelled', 'failed', 'unconfirmed'])
  })

  test.each([
    ['nothing', ['cancel', '--yes'], /^Say which jobs/, 2],
    ['only a limit', ['cancel', '--limit', '5', '--yes'], /^Say which jobs/, 2],
    ['ids and filters', ['cancel', 'publish-1', '--platform', 'tiktok'], /^Name jobs, or filters: not both/, 2],
    ['unknown ids', ['cancel', 'no-1', 'no-2', '--yes'], /^There is no job "no-1"\.\nThere is no job "no-2"\.\n$/, 1],
  ])('given %s changes nothing and says so', async (_name, args, sentence, code) => {
    const job = await table.addJob('scheduled')
    expect(await jobs(args)).toEqual({ code, stdout: '', stderr: expect.stringMatching(sentence) as string })
    expect(await phases(job)).toEqual(['scheduled'])
  })
})

test('ops jobs retry begins failed jobs anew, the oldest of a limit first, and never a cancelled one', async () => {
  const [newer, older] = [
    await table.addJob('failed', { createdAt: new Date('2027-01-02') }),
    await table.addJob('failed', { createdAt: new Date('2027-01-01') }),
  ]
  const cancelled = await table.addJob('cancelled')
  expect((await jobs(['retry', '--status', 'FAILED', '--limit', '1', '--yes'])).code).toBe(0)
  expect(await phases(older, newer, cancelled)).toEqual(['accepted', 'failed', 'cancelled'])
  expect(await table.row(older)).toMatchObject({ generation: older.run.generation + 1 })
  expect(await jobs(['retry', cancelled.jobId, '--yes'])).toMatchObject({ code: 1 })
})

test('ops jobs retry tells what a job of the batch refuses, and no stop that there was not', async () => {
  const videoId = await table.addVideo()
  const [one, other] = [await table.addJob('failed', { videoId }), await table.addJob('failed', { videoId })]
  const { code, stdout } = await jobs(['retry', one.jobId, other.jobId, '--yes'])
  expect([code, stdout]).toEqual([
    1,
    expect.stringMatching(/^1 job begun anew\.\nNot possible for 1 job: duplicate-publish/),
  ])
  expect(stdout).not.toContain('Stopped')
})

test('ops jobs publish-now lets a scheduled job wait no longer', async () => {
  const job = await table.addJob('scheduled')
  expect((await jobs(['publish-now', job.jobId, '--yes'])).stdout).toBe('1 job begun.\n')
  expect(await table.row(job)).toMatchObject({ phase: 'accepted', scheduledFor: null })
})

describe('ops jobs resolve', () => {
  test('takes a post that is live by its id, and many that are not at once', async () => {
    const live = await table.addJob('unconfirmed')
    const over = { commitDeadlineAt: new Date('2026-01-01') }
    const [one, other] = [await table.addJob('unconfirmed', over), await table.addJob('unconfirmed', over)]
    const underWay = await table.addJob('unconfirmed', { commitDeadlineAt: new Date(Date.now() + 3_600_000) })
    expect((await jobs(['resolve', live.jobId, '--live', '--post-id', 'abc123', '--yes'])).code).toBe(0)
    const { code, stdout } = await jobs(['resolve', '--phase', 'unconfirmed', '--not-live', '--yes'])
    expect([code, stdout]).toEqual([
      1,
      expect.stringMatching(/^2 jobs settled.*\nNot possible for 1 job: commit-in-flight/),
    ])
    expect(await phases(live, one, other, underWay)).toEqual(['published', 'failed', 'failed', 'unconfirmed'])
    expect(await table.prisma.publishedPost.findMany()).toMatchObject([{ platformPostId: 'abc123' }])
    await table.prisma.publishedPost.deleteMany()
  })

  test.each([
    ['no verdict', ['--phase', 'unconfirmed'], /^Say what you found/],
    ['both verdicts', ['publish-1', '--live', '--not-live', '--post-id', 'x'], /^Say what you found/],
    [
      'live posts in bulk, without an id',
      ['--phase', 'unconfirmed', '--live'],
      /^--live takes one job.*\n--live needs/,
    ],
    ['a post id of what is not live', ['publish-1', '--not-live', '--post-id', 'x'], /^--post-id and --url go with/],
    ['a post id that is none', ['publish-1', '--live', '--post-id', 'a b'], /^--post-id: Must be 1 to 64/],
  ])('given %s settles nothing', async (_name, args, sentence) => {
    const job = await table.addJob('unconfirmed')
    const { code, stderr } = await jobs(['resolve', ...args, '--yes'])
    expect([code, stderr]).toEqual([2, expect.stringMatching(sentence)])
    expect(await phases(job)).toEqual(['unconfirmed'])
  })
})
