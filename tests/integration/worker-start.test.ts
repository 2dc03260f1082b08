import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { Connection } from '@temporalio/client'
import { NativeConnection } from '@temporalio/worker'
import { pino } from 'pino'
import { checkSearchAttributes } from '../../src/bin/attribute-check'
import { checkSchema } from '../../src/bin/schema-check'
import { explainTemporal } from '../../src/bin/temporal-fault'
import { createPrisma } from '../../src/database/prisma'
import { NEEDED_MIGRATION } from '../../src/database/schema-version'
import { apiEnv } from '../support/api-env'
import { runProgram } from '../support/command'
import { createTestDatabase, type TestDatabase } from '../support/database'
import { openOwnNamespace, type OwnNamespace } from '../support/own-namespace'

const { TEMPORAL_ADDRESS = '' } = process.env
let database: TestDatabase
let namespace: OwnNamespace

beforeAll(async () => {
  ;[database, namespace] = await Promise.all([createTestDatabase(), openOwnNamespace()])
})
afterAll(async () => {
  await namespace.close()
  await database.drop()
})

/** What a process that cannot start says, and that it fails by saying it. */
async function sentenceOf(program: 'worker' | 'api', change: NodeJS.ProcessEnv = {}): Promise<string> {
  const { code, stderr } = await runProgram(program, {
    ...apiEnv(database.url),
    TEMPORAL_ADDRESS,
    TEMPORAL_NAMESPACE: namespace.name,
    WORKER_HEALTH_PORT: '0',
    METRICS_PORT: '0',
    ...change,
  })
  expect(code).toBe(1)
  return stderr
}

/** What a worker is told of the way to Temporal. */
async function wayTo(address: string): Promise<string> {
  const error: unknown = await NativeConnection.connect({ address }).catch((error: unknown) => error)
  return explainTemporal(error, { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace.name }).message
}

/** What a process is told of the database of a `DATABASE_URL` that differs so. */
async function schemaOf(change: (url: URL) => unknown): Promise<string> {
  const url = new URL(database.url)
  change(url)
  const prisma = createPrisma(url.href)
  const said = await checkSchema(prisma).then(String, ({ message }: Error) => message)
  await prisma.$disconnect()
  return said
}

test('a Temporal that is not there, a host that is not there', async () => {
  expect(await wayTo('127.0.0.1:1')).toBe(
    'Temporal does not answer at 127.0.0.1:1: start it, or correct TEMPORAL_ADDRESS.',
  )
  expect(await wayTo('temporal.invalid:7233')).toBe(
    'No host has the name in TEMPORAL_ADDRESS (temporal.invalid:7233): correct it.',
  )
})

test('a server that hangs up, as one that wants TLS does', async () => {
  const server = createServer((socket) => socket.once('data', () => socket.destroy())).listen(0, '127.0.0.1')
  await once(server, 'listening')
  expect(await wayTo(`127.0.0.1:${(server.address() as AddressInfo).port}`)).toMatch(
    /ended the connection at once: it wants TLS/,
  )
  server.close()
})

test('a login that PostgreSQL does not know, a database that it does not have, one that is not there', async () => {
  expect(await schemaOf((url) => (url.password = 'wrong'))).toMatch(/^PostgreSQL refuses the login/)
  expect(await schemaOf((url) => (url.pathname = '/none'))).toMatch(/^The database .+ does not exist/)
  expect(await schemaOf((url) => (url.port = '1'))).toMatch(/^The database of DATABASE_URL does not answer/)
})

test('search attributes that are missing or of another type, all at once', async () => {
  await namespace.addSearchAttributes({ PublishAt: 'KEYWORD' })
  await namespace.removeSearchAttribute('PublishPhase')
  const connection = await Connection.connect({ address: TEMPORAL_ADDRESS })
  const where = { TEMPORAL_NAMESPACE: namespace.name }
  const said = await checkSearchAttributes(connection, where, pino({ level: 'silent' })).then(
    String,
    ({ message }: Error) => message,
  )
  await connection.close()
  expect(said.split('\n')).toEqual([
    `The namespace "${namespace.name}" of Temporal lacks search attributes as publishes set them:`,
    expect.stringMatching(/^ {2}PublishPhase is missing: temporal operator search-attribute create .+ --type Keyword$/),
    expect.stringMatching(
      /^ {2}PublishAt is a Keyword and must be a Datetime: .+ remove .+ create .+ --type Datetime$/,
    ),
  ])
})

test('a worker ends by such a sentence where its namespace is not there, or lacks what publishes set', async () => {
  expect(await sentenceOf('worker', { TEMPORAL_NAMESPACE: 'nowhere' })).toMatch(
    /^Temporal at \S+ has no namespace "nowhere": create it \(.+\), or correct TEMPORAL_NAMESPACE\.\n$/,
  )
  expect(await sentenceOf('worker')).toMatch(/^The namespace .+ lacks search attributes .+:\n( {2}Publish.+\n){2}$/)
})

test('an API ends by such a sentence where the schema is older than it', async () => {
  const prisma = createPrisma(database.url)
  await prisma.$executeRaw`DELETE FROM "_prisma_migrations" WHERE "migration_name" = ${NEEDED_MIGRATION}`
  await prisma.$disconnect()
  expect(await sentenceOf('api')).toBe(
    `The database of DATABASE_URL lacks the migration ${NEEDED_MIGRATION}: run "npx prisma migrate deploy" of this release first.\n`,
  )
})
