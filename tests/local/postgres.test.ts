import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { Client } from 'pg'
import { freePort } from '../../local/ports'
import { startPostgres } from '../../local/postgres/server'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'postgres-'))
  chmodSync(folder, 0o755)
})
afterEach(() => rmSync(folder, { recursive: true }))

const start = async () =>
  startPostgres({
    folder: path.join(folder, 'data'),
    runFolder: path.join(folder, 'run'),
    port: await freePort(),
    database: 'example',
    durable: false,
    signal: new AbortController().signal,
  })

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<Record<string, unknown>>(sql)
  await client.end()
  return rows
}

test('a server left behind on the same data is stopped, and what it stored is there', async () => {
  const leftBehind = await start()
  await query(leftBehind.url, 'CREATE TABLE kept AS SELECT 42 AS answer')
  const next = await start()
  expect(await query(next.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }])
  await expect(leftBehind.ended).resolves.toMatch(/ended/)
  await next.stop()
})

test("a lock file that names another program's process stops nobody", async () => {
  const first = await start()
  await first.stop()
  const lockFile = path.join(folder, 'data', 'data', 'postmaster.pid')
  writeFileSync(lockFile, `${process.pid}\n`)
  const next = await start()
  expect(Number(readFileSync(lockFile, 'utf8').split('\n')[0])).toBe(next.process.pid)
  await next.stop()
})

test('the password is of this cluster alone, and only its owner can read it', async () => {
  const server = await start()
  const { password } = new URL(server.url)
  expect(password).toHaveLength(32)
  const guess = new URL(server.url)
  guess.password = 'postgres'
  await expect(query(guess.toString(), 'SELECT 1')).rejects.toThrow('password authentication failed')
  await server.stop()
})
