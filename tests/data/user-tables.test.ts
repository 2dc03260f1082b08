import { createPrisma, type PrismaClient } from '../../src/database/prisma'
import { createTestDatabase, type TestDatabase } from '../support/database'

/** Tables that name no user and nothing of a user's, or are cleared by `erasures.ts` itself. */
const OF_NOBODY = [
  'CallWindow', // names accounts: cleared with them
  'DatabaseRestore', // an instant
  'IdempotencyRecord', // names jobs: cleared with them
  'PlatformCooldown', // names accounts: cleared with them
  'PlatformEvent', // a hash, and the name of a kind of event
  'QuotaBucket', // one day of all users together
  'QuotaReservation', // names a row that was a job's: what it has spent stays counted
  'RoundReport', // names jobs until the next round
  'YouTubeQuota', // one day of all users together
  '_prisma_migrations',
]

let database: TestDatabase
let prisma: PrismaClient

beforeAll(async () => {
  database = await createTestDatabase()
  prisma = createPrisma(database.url)
})
afterAll(async () => {
  await prisma.$disconnect()
  await database.drop()
})

interface Reference {
  table: string
  column: string
  target: string
  /** What becomes of the row when its target is deleted; `c`: it goes, too. */
  onDelete: string
}

const references = () => prisma.$queryRaw<Reference[]>`
  SELECT r.relname AS "table", a.attname AS "column", t.relname AS "target", c.confdeltype::text AS "onDelete"
  FROM pg_constraint c
  JOIN pg_class r ON r.oid = c.conrelid
  JOIN pg_class t ON t.oid = c.confrelid
  JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
  WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace`

const columns = () => prisma.$queryRaw<{ table: string; column: string }[]>`
  SELECT table_name AS "table", column_name AS "column" FROM information_schema.columns WHERE table_schema = 'public'`

/** The tables whose rows go with a row of `table`. */
function goingWith(table: string, edges: Reference[]): string[] {
  const next = edges.filter((edge) => edge.target === table && edge.onDelete === 'c').map((edge) => edge.table)
  return [table, ...next.flatMap((one) => goingWith(one, edges))]
}

test('every table goes with its user, or is known to hold nothing of anybody', async () => {
  const tables = new Set((await columns()).map(({ table }) => table))
  const going = new Set(goingWith('User', await references()))
  expect([...tables].filter((table) => !going.has(table)).sort()).toEqual([...OF_NOBODY].sort())
})

/** What names a user without a reference, so that none of its rows holds up an erasure: it goes with what it is about. */
const GOING_OTHERWISE = ['Event']

test('a column that names a user makes its row go with that user', async () => {
  const edges = await references()
  const going = goingWith('User', edges)
  expect(GOING_OTHERWISE.filter((table) => !going.includes(table))).toEqual([])
  const naming = (await columns()).filter(({ column }) => /^userid$/i.test(column))
  const kept = naming.filter(
    ({ table, column }) =>
      !GOING_OTHERWISE.includes(table) &&
      !edges.some((edge) => edge.table === table && edge.column === column && edge.onDelete === 'c'),
  )
  expect(naming.length).toBeGreaterThan(4)
  expect(kept).toEqual([])
})
