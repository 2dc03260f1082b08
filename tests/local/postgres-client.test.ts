import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { findPostgresClient } from '../../local/tools/postgres-client'

let folder: string

beforeEach(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'postgres-client-'))))
afterEach(() => rmSync(folder, { recursive: true }))

function programs(version: string, names = ['pg_dump', 'pg_restore']): void {
  for (const name of names) {
    const file = path.join(folder, name)
    writeFileSync(file, `#!/bin/sh\necho "${name} (PostgreSQL) ${version} (Debian)"\n`)
    chmodSync(file, 0o755)
  }
}

const find = (serverMajor: number, env: NodeJS.ProcessEnv) =>
  findPostgresClient(serverMajor, {
    env,
    cacheFolder: path.join(folder, 'cache'),
    signal: new AbortController().signal,
    sources: [{ name: 'source', fetch: () => Promise.reject(new Error('away')) }],
  })

test('programs on PATH are taken where they are not older than the server', async () => {
  programs('18.2')
  const PATH = `${folder}:/bin`
  expect(await find(18, { PATH })).toMatchObject({ dump: path.join(folder, 'pg_dump'), version: '18.2' })
  await expect(find(19, { PATH })).rejects.toThrow(/PostgreSQL 19, newer than .*PG_BIN/)
})

test('older ones on PATH are passed over, and what cannot be fetched names the setting and leaves nothing', async () => {
  programs('15.18')
  await expect(find(18, { PATH: `${folder}:/bin` })).rejects.toThrow(/not to be had here .*PG_BIN/)
  expect(readdirSync(path.join(folder, 'cache'))).toEqual([])
})

test('PG_BIN wins, and is told what it lacks', async () => {
  programs('16.1')
  expect(await find(16, { PG_BIN: folder, PATH: '/bin' })).toMatchObject({ version: '16.1' })
  await expect(find(18, { PG_BIN: folder })).rejects.toThrow('PG_BIN names PostgreSQL 16.1, and the server is 18')
  rmSync(path.join(folder, 'pg_restore'))
  await expect(find(16, { PG_BIN: folder })).rejects.toThrow('there are no pg_dump and pg_restore that run')
})
