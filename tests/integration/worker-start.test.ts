import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { spawn } from 'node:child_process'
import { createPrisma } from '../../src/database/prisma'
import { NEEDED_MIGRATION } from '../../src/database/schema-version'
import { apiEnv } from '../support/api-env'
import { createTestDatabase, type TestDatabase } from '../support/database'
import { openOwnNamespace, type OwnNamespace } from '../support/own-namespace'
import { programFile } from '../support/program'

const { TEMPORAL_ADDRESS = '', PATH } = process.env
let database: TestDatabase
let namespace: OwnNamespace

beforeAll(async () => {
  database = await createTestDatabase()
  namespace = await openOwnNamespace()
})
afterAll(async () => {
  await namespace.close()
  await database.drop()
})

const workerEnv = () => ({
  PATH,
  ...apiEnv(database.url),
  TEMPORAL_ADDRESS,
  TEMPORAL_NAMESPACE: namespace.name,
  WORKER_HEALTH_PORT: '0',
  METRICS_PORT: '0',
})

function start(program: 'worker' | 'api', env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, [programFile(`src/bin/${program}`)], { env: { ...workerEnv(), ...env } })
  const ended = Promise.all([text(child.stderr), once(child, 'exit')]).then(([said, [code]]) => ({ said, code }))
  child.stdout.resume()
  return { child, ended }
}

/** What a process that cannot start says, and that it fails by saying it. */
async function sentenceOf(env: NodeJS.ProcessEnv, program: 'worker' | 'api' = 'worker'): Promise<string> {
  const { said, code } = await start(program, env).ended
  expect(code).toBe(1)
  expect(said).not.toMatch(/^\s+at /m)
  return said
}

test('a Temporal that is not there', async () => {
  expect(await sentenceOf({ TEMPORAL_ADDRESS: '127.0.0.1:1' })).toBe(
    'Temporal does not answer at 127.0.0.1:1: start it, or correct TEMPORAL_ADDRESS.\n',
  )
})

test('a host that is not there', async () => {
  expect(await sentenceOf({ TEMPORAL_ADDRESS: 'temporal.invalid:7233' })).toBe(
    'No host has the name in TEMPORAL_ADDRESS (temporal.invalid:7233): correct it.\n',
  )
})

test('a server that hangs up, as one that wants TLS does', async () => {
  const server = createServer((socket) => socket.once('data', () => socket.destroy())).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`
  expect(await sentenceOf({ TEMPORAL_ADDRESS: address })).toMatch(/ended the connection at once: it wants TLS/)
  server.close()
})

test('a namespace that is not there', async () => {
  expect(await sentenceOf({ TEMPORAL_NAMESPACE: 'nowhere' })).toMatch(
    /^Temporal at \S+ has no namespace "nowhere": create it \(.+\), or correct TEMPORAL_NAMESPACE\.\n$/,
  )
})

test('a login that PostgreSQL does not know, a database that it does not have, one that is not there', async () => {
  const other = (change: (url: URL) => unknown) => {
    const url = new URL(database.url)
    change(url)
    return { DATABASE_URL: url.href }
  }
  await namespace.addSearchAttributes()
  expect(await sentenceOf(other((url) => (url.password = 'wrong')))).toMatch(/^PostgreSQL refuses the login/)
  expect(await sentenceOf(other((url) => (url.pathname = '/none')))).toMatch(/^The database .+ does not exist/)
  expect(await sentenceOf(other((url) => (url.port = '1')))).toMatch(/^The database of DATABASE_URL does not answer/)
})

test.each(['worker', 'api'] as const)('a schema that is older than the %s', async (program) => {
  const prisma = createPrisma(database.url)
  const rename = (from: string, to: string) =>
    prisma.$executeRaw`UPDATE "_prisma_migrations" SET "migration_name" = ${to} WHERE "migration_name" = ${from}`
  await rename(NEEDED_MIGRATION, 'of_another_release')
  const said = await sentenceOf({}, program)
  await rename('of_another_release', NEEDED_MIGRATION)
  await prisma.$disconnect()
  expect(said).toBe(
    `The database of DATABASE_URL lacks the migration ${NEEDED_MIGRATION}: run "npx prisma migrate deploy" of this release first.\n`,
  )
})

test('search attributes that are missing or of another type, all at once', async () => {
  await namespace.removeSearchAttribute('PublishAt')
  await namespace.removeSearchAttribute('PublishPhase')
  await namespace.addSearchAttributes({ PublishAt: 'KEYWORD' })
  await namespace.removeSearchAttribute('PublishPhase')
  const said = await sentenceOf({})
  expect(said.split('\n')).toEqual([
    `The namespace "${namespace.name}" of Temporal lacks search attributes as publishes set them:`,
    expect.stringMatching(/^ {2}PublishPhase is missing: temporal operator search-attribute create .+ --type Keyword$/),
    expect.stringMatching(
      /^ {2}PublishAt is a Keyword and must be a Datetime: .+ remove .+ create .+ --type Datetime$/,
    ),
    '',
  ])
})
