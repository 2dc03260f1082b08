import { Client } from 'pg'
import { createTestDatabase } from '../support/database'

test('each test file gets a migrated database of its own', async () => {
  const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()])
  const client = new Client({ connectionString: one.url })
  await client.connect()
  const { rows } = await client.query<{ jobs: string }>('SELECT count(*) AS jobs FROM "PublishJob"')
  await client.end()
  expect(rows).toEqual([{ jobs: '0' }])
  expect(one.url).not.toBe(other.url)
  await Promise.all([one.drop(), other.drop()])
})
