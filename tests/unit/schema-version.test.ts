import { readdirSync } from 'node:fs'
import path from 'node:path'
import { NEEDED_MIGRATION } from '../../src/database/schema-version'

test('a process wants the newest migration of its release', () => {
  const folder = path.join(__dirname, '..', '..', 'prisma', 'migrations')
  const migrations = readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? entry.name : [],
  )
  expect(NEEDED_MIGRATION).toBe(migrations.sort().at(-1))
})
