import type { PrismaClient } from '../../../src/database/prisma'
import type { Place } from './search'

/** Every column of every table that the database has, whatever it is called and whoever made it. */
export async function database(prisma: PrismaClient): Promise<Place[]> {
  const columns = await prisma.$queryRaw<{ schema: string; table: string; column: string }[]>`
    SELECT table_schema AS "schema", table_name AS "table", column_name AS "column" FROM information_schema.columns
    WHERE table_schema NOT IN ('information_schema', 'pg_catalog')`
  const places: Place[] = []
  for (const { schema, table, column } of columns) {
    const [found] = await prisma.$queryRawUnsafe<[{ text: string }]>(
      `SELECT coalesce(string_agg("${column}"::text, E'\\n'), '') AS text FROM "${schema}"."${table}"`,
    )
    places.push({ name: `column ${table}.${column}`, text: found.text })
  }
  return places
}
