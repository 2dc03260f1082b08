import { randomBytes } from 'node:crypto'
import { cloneDatabase, dropDatabase } from '../../local/postgres/databases'

export interface TestDatabase {
  url: string
  /** Removes it, with whatever sessions are still on it. */
  drop(): Promise<void>
}

/** A database of one's own with every migration applied, cloned from the run's template in a few milliseconds. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { DATABASE_URL: server, TEST_DATABASE_TEMPLATE: template } = process.env
  if (!server || !template) throw new Error('Tests get their servers from `npm test`: run `npm test -- <file>`.')
  const name = `test_${randomBytes(8).toString('hex')}`
  return { url: await cloneDatabase(server, template, name), drop: () => dropDatabase(server, name) }
}
