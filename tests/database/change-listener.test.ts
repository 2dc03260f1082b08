import type { Socket } from 'node:net'
import { Client } from 'pg'
import pino from 'pino'
import { createChangeListener } from '../../src/database/change-listener'
import type { ChangeChannel, ChangeListener } from '../../src/domain/ports/changes'
import { createTestDatabase, type TestDatabase } from '../support/database'
import { openGate } from '../support/gate'
import { until } from '../support/until'

const warnings: string[] = []
const logger = pino({ level: 'warn' }, { write: (line: string) => void warnings.push(line) })

let database: TestDatabase
let teller: Client
const listeners: ChangeListener[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  teller = new Client({ connectionString: database.url })
  await teller.connect()
})
afterEach(async () => {
  for (const listener of listeners.splice(0)) await listener.close()
})
afterAll(async () => {
  await teller.end()
  await database.drop()
})

const open = (url = database.url, pace?: Parameters<typeof createChangeListener>[2]) => {
  const listener = createChangeListener(url, logger, pace)
  listeners.push(listener)
  return listener
}

/** Everything that is heard, from the moment on that it listens. */
async function hearing(listener: ChangeListener, channel: ChangeChannel = 'publish_jobs') {
  const heard: (string | null)[] = []
  const stop = listener.listen(channel, (jobId) => heard.push(jobId))
  await until(() => Promise.resolve(heard.length > 0))
  expect(heard.splice(0)).toEqual([null])
  return { heard, stop, all: (count: number) => until(() => Promise.resolve(heard.length >= count && heard)) }
}

const tell = (jobId: string, channel: ChangeChannel = 'publish_jobs') =>
  teller.query('SELECT pg_notify($1, $2)', [channel, jobId])

/** Ends the sessions that listen, as a restarted server does. */
const endSessions = () =>
  teller.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()`)

test('a change is heard once it is committed, in order, and one that is rolled back never', async () => {
  const { heard, all } = await hearing(open())
  await teller.query('BEGIN')
  await tell('rolled-back')
  await teller.query('ROLLBACK')
  await teller.query('BEGIN')
  await tell('held')
  const other = new Client({ connectionString: database.url })
  await other.connect()
  await other.query(`SELECT pg_notify('publish_jobs', 'before')`)
  await other.end()
  await all(1)
  expect(heard).toEqual(['before'])
  await teller.query('COMMIT')
  expect(await all(2)).toEqual(['before', 'held'])
})

test('each channel has its own listeners, and who has stopped hears no more', async () => {
  const listener = open()
  const [jobs, more, events] = [await hearing(listener), [] as unknown[], [] as unknown[]]
  const stop = listener.listen('publish_jobs', (jobId) => more.push(jobId))
  listener.listen('events', (jobId) => events.push(jobId))
  await tell('first')
  await jobs.all(1)
  stop()
  await tell('', 'events')
  await tell('second')
  await jobs.all(2)
  expect({ jobs: jobs.heard, more, events }).toEqual({ jobs: ['first', 'second'], more: ['first'], events: [null] })
})

test('where the server ends the connection, everybody is told to look, and hears again', async () => {
  const listener = open()
  const jobs = await hearing(listener)
  for (const round of ['one', 'two', 'three']) {
    await endSessions()
    await until(() => Promise.resolve(jobs.heard.length > 0))
    await tell(round)
    await until(() => Promise.resolve(jobs.heard.includes(round)))
    expect(jobs.heard.splice(0)).toEqual([null, round])
  }
})

test('a connection that has gone silent is noticed, and made anew', async () => {
  const { host, hostname, port } = new URL(database.url)
  const sockets: Socket[] = []
  const gate = await openGate(`${hostname}:${port}`, (socket) => sockets.push(socket))
  try {
    const jobs = await hearing(
      open(database.url.replace(host, gate.address), { pingEveryMs: 50, answerWithinMs: 2_000 }),
    )
    for (const socket of sockets) socket.pause()
    expect(await jobs.all(1)).toEqual([null])
    await tell('afterwards')
    expect(await jobs.all(2)).toEqual([null, 'afterwards'])
  } finally {
    await gate.close()
  }
})

test('it waits for a server that is not there yet, and can be closed meanwhile', async () => {
  const { host, hostname, port } = new URL(database.url)
  const gate = await openGate(`${hostname}:${port}`)
  gate.cut()
  const url = database.url.replace(host, gate.address)
  try {
    await open(url).close()
    const heard: (string | null)[] = []
    warnings.length = 0
    open(url).listen('publish_jobs', (jobId) => heard.push(jobId))
    await until(() => Promise.resolve(warnings.length > 1))
    gate.open()
    await until(() => Promise.resolve(heard.length > 0))
    await tell('there')
    await until(() => Promise.resolve(heard.length > 1))
    expect(heard).toEqual([null, 'there'])
  } finally {
    await gate.close()
  }
})
