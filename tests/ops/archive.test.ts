import { main } from '../../src/bin/ops'
import { OLD_MONTH, openArchiveWorld, type ArchiveWorld } from '../support/archive'
import { runHere, runProgram } from '../support/command'

let world: ArchiveWorld
let userId: string

beforeAll(async () => {
  world = await openArchiveWorld()
})
beforeEach(async () => {
  await world.clear()
  userId = await world.addUser()
  await world.addPosts(userId, `${OLD_MONTH}-03T04:05:06.007Z`, 3)
  await world.archive()
})
afterAll(() => world.close())

const envOf = (change: NodeJS.ProcessEnv = {}) => ({ ...world.env, TEMPORAL_ADDRESS: '127.0.0.1:1', ...change })

const ops = (args: string[], change?: NodeJS.ProcessEnv) => runHere(() => main(['archive', ...args], envOf(change)))

const month = ['--month', OLD_MONTH]
const counted = () => world.prisma.publishedPost.count()

test('a month is listed, verified, brought back after a dry run, and pruned again by hand', async () => {
  const archived = await world.dump()
  const part = `${OLD_MONTH} part 1 of user ${userId}`
  await world.prune()
  const listed = await runProgram('ops', envOf(), ['archive', 'list', '--user', userId])
  expect(listed).toMatchObject({ code: 0, stderr: '' })
  expect(listed.stdout).toMatch(`${part}: 3 posts with 9 metric rows, `)
  expect(listed.stdout).toMatch(/ bytes, in the archive only since 2027-01-15T12:00:00.000Z\n {2}archive\//)
  expect(await ops(['verify'])).toMatchObject({
    code: 0,
    stdout: '1 part is as it was archived: 3 posts with 9 metric rows.\n',
  })

  const dryRun = await ops(['restore', ...month, '--dry-run'])
  expect(dryRun.stdout).toBe(`${part}: 3 of 3 posts would come back, the others are here.\nNothing was changed.\n`)
  expect(await counted()).toBe(0)
  expect((await ops(['restore', ...month, '--user', userId, '--yes'])).stdout).toMatch(`${part}: 3 of 3 posts are back`)
  expect(await world.dump()).toEqual(archived)
  expect((await ops(['restore', ...month, '--yes'])).stdout).toMatch(`${part}: 0 of 3 posts are back`)
  expect((await ops(['list'])).stdout).toMatch(/restored 20/)
  expect(await world.prune()).toMatchObject({ posts: 0 })

  expect((await ops(['prune', ...month, '--yes'])).stdout).toBe(`${part}: 3 posts are in the archive only now.\n`)
  expect(await counted()).toBe(0)
})

test('one damaged part of a month is named, and nothing of the month is brought back', async () => {
  const other = await world.addUser()
  await world.addPosts(other, `${OLD_MONTH}-05T00:00:00Z`, 1)
  await world.archive()
  await world.prune()
  const [part] = await world.rows.parts({ userId: other })
  await world.overwrite(part?.objectKey ?? '', Buffer.from('other bytes'))
  for (const args of [['verify'], ['restore', ...month]])
    expect(await ops(args)).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining(`${OLD_MONTH} part 1 of user ${other}: ${part?.objectKey}`) as string,
    })
  expect(await counted()).toBe(0)
  expect((await ops(['restore', ...month, '--user', userId, '--yes'])).code).toBe(0)
})

test.each([
  ['no month', ['restore'], /^Say which month/],
  ['a month that is none', ['restore', '--month', '2027-13'], /^--month takes a month such as 2027-03, not 2027-13/],
  ['a month without an archive', ['restore', '--month', '2020-01'], /^Nothing of 2020-01 is archived/],
  ['somebody else', ['prune', ...month, '--user', 'nobody'], /^Nothing of 2025-12 and user nobody is archived/],
  ['an option of another command', ['prune', ...month, '--reason', 'x'], /^Unknown option '--reason'/],
  ['something else', ['burn'], /^There is no command "archive burn"/],
])('given %s refuses by name', async (_name, args, sentence) => {
  const { code, stdout, stderr } = await ops(args)
  expect([code, stdout]).toEqual([stderr.startsWith('Nothing of') ? 1 : 2, ''])
  expect(stderr).toMatch(sentence)
  expect(await counted()).toBe(3)
})

test('without a bucket every variable that is missing is named', async () => {
  const { code, stderr } = await ops(['verify'], { R2_ENDPOINT: '', R2_BUCKET: '' })
  expect(code).toBe(1)
  expect(stderr).toMatch(/R2_ENDPOINT is missing\n {2}R2_BUCKET is missing/)
})
