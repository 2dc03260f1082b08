import { main } from '../../src/bin/ops'
import { createApiKeys } from '../../src/database/api-keys'
import { hashApiKey } from '../../src/security/api-keys'
import { runHere, runProgram } from '../support/command'
import { openJobTable, type JobTable } from '../support/job-table'

let table: JobTable

beforeAll(async () => {
  table = await openJobTable()
  for (const [id, principal] of Object.entries({ mom: 'shop', dad: 'billing', old: null }))
    await table.prisma.user.create({ data: { id, principal, email: `${id}@example.com` } })
  await table.prisma.user.create({ data: { id: 'leaving', email: 'l@example.com', eraseRequestedAt: new Date() } })
})
afterEach(() => table.prisma.apiKey.deleteMany())
afterAll(() => table.close())

const env = () => ({ DATABASE_URL: table.url, TEMPORAL_ADDRESS: '127.0.0.1:1' })

const keys = (...args: string[]) => runHere(() => main(['keys', ...args], env()))

const rows = () => table.prisma.apiKey.findMany()
const keyIn = (stdout: string): string => /^pub_[\w-]{43}$/m.exec(stdout)?.[0] ?? 'none'
const create = async (...args: string[]) => {
  const { stdout } = await keys('create', '--principal', 'shop', '--scopes', 'publish,read', '--yes', ...args)
  return { key: keyIn(stdout), id: /^Key (\S+)/.exec(stdout)?.[1] ?? 'none' }
}

describe('ops keys create', () => {
  test('shows the key once with its id and keeps its hash, by which its caller is found', async () => {
    const args = ['keys', 'create', '--principal', 'shop', '--scopes', 'publish,read', '--name', 'checkout', '--yes']
    const { code, stdout, stderr } = await runProgram('ops', env(), args)
    const [row, ...others] = await rows()
    expect([code, stderr, others]).toEqual([0, 'Makes a key (checkout) of shop that may publish, read.\n', []])
    expect(stdout).toContain(`Key ${row?.id} (checkout) of shop may publish, read.\n`)
    const key = keyIn(stdout)
    expect(row).toMatchObject({ principal: 'shop', scopes: ['publish', 'read'], name: 'checkout', userId: null })
    expect(row?.keyHash).toBe(hashApiKey(key))
    expect(JSON.stringify(row)).not.toContain(key)
    expect(await createApiKeys(table.prisma).findByHash(hashApiKey(key))).toEqual({
      keyId: row?.id,
      principal: 'shop',
      scopes: ['publish', 'read'],
      reach: { principal: 'shop', userId: null },
    })
  })

  test.each(['mom', 'old'])('binds a key to the user %s, whom its service may see', async (userId) => {
    const { key } = await create('--user', userId)
    expect(await createApiKeys(table.prisma).findByHash(hashApiKey(key))).toMatchObject({
      reach: { principal: 'shop', userId },
    })
  })

  test('gives an operator every user of every service', async () => {
    const { stdout } = await keys('create', '--principal', 'ops', '--scopes', ' operate, read ,read', '--yes')
    expect(await createApiKeys(table.prisma).findByHash(hashApiKey(keyIn(stdout)))).toMatchObject({
      scopes: ['operate', 'read'],
      reach: { principal: null, userId: null },
    })
  })

  test.each([
    ['nothing', [], '--principal: Is required\n--scopes: Is required\n'],
    [
      'an empty principal and unknown scopes',
      ['--principal', '', '--scopes', 'read,write,root'],
      '--principal: Must be 1 to 64 letters, digits or . _ -\n' +
        '--scopes: "write" is none of publish, read, accounts, operate\n' +
        '--scopes: "root" is none of publish, read, accounts, operate\n',
    ],
    [
      'an unknown user beside other faults',
      ['--scopes', 'all', '--user', 'nobody', '--name', ''],
      '--principal: Is required\n--scopes: "all" is none of publish, read, accounts, operate\n' +
        '--name: Too small: expected string to have >=1 characters\n--user: There is no such user of the principal\n',
    ],
    [
      'a user of another service',
      ['--principal', 'shop', '--scopes', 'read', '--user', 'dad'],
      '--user: There is no such user of the principal\n',
    ],
    [
      'a user who is being erased',
      ['--principal', 'shop', '--scopes', 'read', '--user', 'leaving'],
      '--user: The user is being erased\n',
    ],
    [
      'an operator with one user',
      ['--principal', 'shop', '--scopes', 'read,operate', '--user', 'mom'],
      '--user: Goes with every scope but operate, which sees all users\n',
    ],
    ['an unknown option', ['--scope', 'read'], /^Unknown option '--scope'/],
    ['a word too many', ['shop'], /^Unexpected argument 'shop'\.\n/],
  ])('given %s refuses by name and makes none', async (_name, args, told) => {
    const { code, stdout, stderr } = await keys('create', ...args)
    expect([code, stdout]).toEqual([args.includes('--user') ? 1 : 2, ''])
    expect(stderr).toEqual(typeof told === 'string' ? told : expect.stringMatching(told))
    expect(await rows()).toEqual([])
  })
})

test('the database itself refuses an operator’s key that is bound to a user', async () => {
  const key = { keyHash: 'x', principal: 'shop', scopes: ['read', 'operate'], userId: 'mom', name: null }
  await expect(createApiKeys(table.prisma).create(key)).rejects.toThrow(/ApiKey_operator_of_no_user/)
})

test('a key goes with its user', async () => {
  await table.prisma.user.create({ data: { id: 'brief', email: 'brief@example.com' } })
  const { key } = await create('--user', 'brief')
  await table.prisma.user.delete({ where: { id: 'brief' } })
  expect(await createApiKeys(table.prisma).findByHash(hashApiKey(key))).toBeNull()
})

test('ops keys list tells everything of every key but the key and its hash', async () => {
  const { id, key } = await create('--user', 'mom', '--name', 'the app of mom')
  const other = await create()
  await keys('revoke', other.id, '--yes')
  await createApiKeys(table.prisma).noteUse(id, new Date('2027-01-15T12:34:00Z'))

  const { code, stdout } = await keys('list')
  const [head, first, second] = stdout.split('\n').map((line) => line.split(/ {2,}/))
  expect(code).toBe(0)
  expect(head).toEqual(['id', 'name', 'principal', 'scopes', 'user', 'created', 'last used', 'revoked'])
  const instant = expect.stringMatching(/^20\d\d-.*Z$/)
  expect(first).toEqual([id, 'the app of mom', 'shop', 'publish,read', 'mom', instant, '2027-01-15T12:34:00.000Z'])
  expect(second).toEqual([other.id, 'shop', 'publish,read', instant, 'never', instant])
  for (const secret of [key, other.key]) {
    expect(stdout).not.toContain(secret)
    expect(stdout).not.toContain(hashApiKey(secret))
  }
})

describe('ops keys revoke', () => {
  test('ends a key, says so, and lets others be', async () => {
    const [ended, kept] = [await create('--name', 'leaked'), await create()]
    const { code, stdout } = await keys('revoke', ended.id, '--yes')
    expect([code, stdout]).toEqual([
      0,
      `Key ${ended.id} (leaked) of shop is revoked: within 5 seconds no API process lets it in.\n`,
    ])
    const find = (key: string) => createApiKeys(table.prisma).findByHash(hashApiKey(key))
    expect(await find(ended.key)).toBeNull()
    expect(await find(kept.key)).not.toBeNull()
  })

  test('said twice, tells when it was revoked, which stays so', async () => {
    const { id } = await create()
    await keys('revoke', id, '--yes')
    const [before] = await rows()
    const { code, stderr } = await keys('revoke', id)
    expect([code, stderr]).toEqual([
      1,
      `Key ${id} of shop was revoked before, at ${before?.revokedAt?.toISOString()}.\n`,
    ])
    expect(await rows()).toEqual([before])
  })

  test('given no id of a key tells so, and repeats nothing that could be a key', async () => {
    const { key } = await create()
    const { code, stderr } = await keys('revoke', key)
    expect([code, stderr]).toEqual([1, 'There is no key of this id: see npm run ops -- keys list.\n'])
    expect((await keys('revoke')).stderr).toMatch(/^Say which key to revoke/)
    expect(await rows()).toMatchObject([{ revokedAt: null }])
  })
})
