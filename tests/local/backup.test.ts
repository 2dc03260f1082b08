import {
  appendFileSync,
  cpSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { withClient } from '../../local/backup/connection'
import { fingerprints } from '../../local/backup/fingerprints'
import { manifestOf } from '../../local/backup/manifest'
import { databaseOn, dropDatabase } from '../../local/postgres/databases'
import { createPrisma } from '../../src/database/prisma'
import { createTestDatabase, type TestDatabase } from '../support/database'
import { openBackupFolder, type BackupFolder } from '../support/backups'

let database: TestDatabase
let backups: BackupFolder

beforeEach(async () => {
  database = await createTestDatabase()
  backups = openBackupFolder()
})
afterEach(async () => {
  backups.remove()
  await database.drop()
})

const run = (sql: string, url = database.url) => withClient(url, (client) => client.query(sql))

const elsewhere = () => databaseOn(database.url, `restored_${new URL(database.url).pathname.slice(-8)}`)

/** Every kind of value that the schema has. */
async function fill(): Promise<void> {
  const prisma = createPrisma(database.url)
  const { id: userId } = await prisma.user.create({ data: { email: 'ä"\'\\\n@example.com', name: null } })
  const video = await prisma.video.create({
    data: {
      userId,
      r2Key: 'videos/1',
      r2Url: 'x',
      title: '\u{1F3AC} a\tb',
      duration: 1,
      fileSize: 9_007_199_254_740_993n,
      format: 'mp4',
      resolution: '1x1',
      aspectRatio: '1:1',
      status: 'READY',
    },
  })
  await prisma.publishJob.create({
    data: {
      jobId: 'job-1',
      userId,
      videoId: video.id,
      platform: 'YOUTUBE',
      caption: '',
      hashtags: ['a,b', '"c"', ''],
      options: { nested: [1, null, { 'ü"': true }], number: 1e-7 },
    },
  })
  await prisma.$disconnect()
}

test('a restored database holds what was backed up, to the last value', async () => {
  await fill()
  const before = await withClient(database.url, fingerprints)
  const { file, manifest } = await backups.make(database.url)
  expect(manifest.tables).toEqual(before)
  expect(manifest.tables['public."PublishJob"']?.rows).toBe(1)
  const to = elsewhere()
  try {
    expect(await backups.restore(to, file)).toBeNull()
    const { 'public."DatabaseRestore"': _mark, ...after } = await withClient(to, fingerprints)
    const { 'public."DatabaseRestore"': _none, ...wanted } = before
    expect(after).toEqual(wanted)
    const { rows } = await run('SELECT "fileSize"::text FROM "Video"', to)
    expect(rows).toEqual([{ fileSize: '9007199254740993' }])
  } finally {
    await dropDatabase(database.url, new URL(to).pathname.slice(1))
  }
})

test('only its owner can read a backup, and its files hold no password', async () => {
  const { file } = await backups.make(database.url)
  for (const one of [file, manifestOf(file)]) {
    expect(statSync(one).mode & 0o777).toBe(0o600)
    expect(readFileSync(one, 'latin1')).not.toContain(decodeURIComponent(new URL(database.url).password))
  }
})

test('a backup is of one instant, whatever is written meanwhile', async () => {
  await run('CREATE TABLE debit (n int); CREATE TABLE credit (n int)')
  let writing = true
  const writer = withClient(database.url, async (client) => {
    for (let n = 0; writing; n += 1)
      await client.query(`WITH d AS (INSERT INTO debit VALUES (${n})) INSERT INTO credit VALUES (${n})`)
  })
  try {
    const { file, manifest } = await backups.make(database.url)
    expect(manifest.tables['public.debit']).toEqual(manifest.tables['public.credit'])
    expect(await backups.check(database.url, file)).toEqual([])
  } finally {
    writing = false
    await writer
  }
})

test('the check names each table that is not as it was', async () => {
  await fill()
  const { file, manifest } = await backups.make(database.url)
  await run(`UPDATE "PublishJob" SET caption = 'changed'; DELETE FROM "User" WHERE false; CREATE TABLE added (n int)`)
  const later = await backups.make(database.url, 'later.dump')
  // The later dump under the earlier manifest, its size and digest aside.
  const { sizeBytes, sha256 } = later.manifest
  const tables = { ...manifest.tables, 'public."User"': { rows: 2, checksum: '0' } }
  writeFileSync(manifestOf(later.file), JSON.stringify({ ...manifest, tables, sizeBytes, sha256 }))
  expect(await backups.check(database.url, later.file)).toEqual([
    'public."PublishJob" has as many rows (1), but not the same',
    'public."User" has 1 rows, 2 when the backup was made',
    'public.added was not there when the backup was made',
  ])
  await expect(backups.restore(database.url, later.file, true)).rejects.toThrow(
    /nothing was changed: public\."PublishJob"/,
  )
  expect((await run('SELECT 1 FROM added')).rowCount).toBe(0)
  expect(file).not.toBe(later.file)
})

test('a backup that is cut, changed in one byte or without its manifest is refused', async () => {
  const { file } = await backups.make(database.url)
  const copy = (name: string): string => {
    const copied = path.join(backups.folder, name)
    cpSync(file, copied)
    cpSync(manifestOf(file), manifestOf(copied))
    return copied
  }
  const damaged: [string, (copied: string) => void, string][] = [
    ['cut.dump', (copied) => truncateSync(copied, statSync(copied).size - 1), 'was cut'],
    ['changed.dump', flip, 'is damaged'],
    ['alone.dump', (copied) => rmSync(manifestOf(copied)), 'There is no file'],
    ['torn.dump', (copied) => appendFileSync(manifestOf(copied), '}'), 'is no manifest'],
  ]
  for (const [name, damage, said] of damaged) {
    const copied = copy(name)
    damage(copied)
    await expect(backups.restore(elsewhere(), copied)).rejects.toThrow(said)
    await expect(backups.check(database.url, copied)).rejects.toThrow(said)
  }
})

function flip(file: string): void {
  const bytes = readFileSync(file)
  bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1)
  writeFileSync(file, bytes)
}

test('a database that holds data gives way only when told, and is kept', async () => {
  await fill()
  const { file } = await backups.make(database.url)
  await run(`UPDATE "PublishJob" SET caption = 'of today'`)
  await expect(backups.restore(database.url, file)).rejects.toThrow('Add --replace')
  const kept = String(await backups.restore(database.url, file, true))
  try {
    expect((await run('SELECT caption FROM "PublishJob"')).rows).toEqual([{ caption: '' }])
    expect((await run('SELECT caption FROM "PublishJob"', databaseOn(database.url, kept))).rows).toEqual([
      { caption: 'of today' },
    ])
  } finally {
    await dropDatabase(database.url, kept)
  }
})

test('a database that somebody uses is not restored over', async () => {
  const { file } = await backups.make(database.url)
  await withClient(database.url, async () => {
    await expect(backups.restore(database.url, file, true)).rejects.toThrow('is in use. Stop every worker and API')
  })
})

test('a backup of a newer release is refused', async () => {
  const { file, manifest } = await backups.make(database.url)
  writeFileSync(manifestOf(file), JSON.stringify({ ...manifest, migrations: ['20990101000000_later'] }))
  await expect(backups.restore(elsewhere(), file)).rejects.toThrow('20990101000000_later')
})

test('a backup of an older release is brought to the schema of this one', async () => {
  const migration = '20261123120000_database_restores'
  await run(`DROP TABLE "DatabaseRestore"; DELETE FROM _prisma_migrations WHERE migration_name = '${migration}'`)
  const { file, manifest } = await backups.make(database.url)
  expect(manifest.migrations).not.toContain(migration)
  const kept = String(await backups.restore(database.url, file, true))
  await dropDatabase(database.url, kept)
  expect((await run('SELECT "settledAt" FROM "DatabaseRestore"')).rows).toEqual([{ settledAt: null }])
})

test('a dump that fails leaves no file, and says why', async () => {
  const server = new URL(database.url)
  const role = `reader_${server.pathname.slice(-8)}`
  await run(`CREATE ROLE ${role} LOGIN PASSWORD 'p@ss:/?#[]% ''"\\ö'`)
  const url = new URL(database.url)
  url.username = role
  url.password = encodeURIComponent('p@ss:/?#[]% \'"\\ö')
  try {
    // It may read what is counted, and not what pg_dump reads besides.
    for (const kind of ['TABLES', 'SEQUENCES']) await run(`GRANT SELECT ON ALL ${kind} IN SCHEMA public TO ${role}`)
    await run('CREATE SEQUENCE secret')
    const failure: unknown = await backups.make(url.toString()).catch((error: unknown) => error)
    expect(String(failure)).toMatch(/pg_dump failed.*sequence "secret"/)
    expect(String(failure)).not.toContain('p@ss')
    expect(readdirSync(backups.folder)).toEqual([])
    // With the right it goes: the password has arrived whole.
    await run(`GRANT SELECT ON SEQUENCE secret TO ${role}`)
    expect(path.basename((await backups.make(url.toString())).file)).toBe('publisher.dump')
  } finally {
    await run(`DROP OWNED BY ${role}; DROP ROLE ${role}`)
  }
})
