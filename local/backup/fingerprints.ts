import type { Client } from 'pg'

/** What a table holds, whatever the order of its rows and the version of its server. */
export interface Fingerprint {
  rows: number
  checksum: string
}

/** By qualified name. */
export type Fingerprints = Record<string, Fingerprint>

/** A row as text is the same everywhere only where these are. */
const TEXT_FORM = `SET datestyle = 'ISO, YMD'; SET intervalstyle = 'postgres'; SET timezone = 'UTC';
  SET bytea_output = 'hex'; SET extra_float_digits = 1`

const TABLES = `
  SELECT format('%I.%I', n.nspname, c.relname) AS name
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'r' AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
  ORDER BY name`

/** The user's tables of the database, as SQL names them. */
export async function tablesOf(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(TABLES)
  return rows.map(({ name }) => name)
}

/**
 * Counts and checksums of all tables, added up on the server row by row: a sum depends on no order, so nothing is sorted
 * or kept. Eight bytes of SHA-256 for each row tell what was lost, doubled or changed, not what somebody forged.
 */
export async function fingerprints(client: Client): Promise<Fingerprints> {
  await client.query(TEXT_FORM)
  const found: Fingerprints = {}
  for (const table of await tablesOf(client)) {
    const { rows } = await client.query<{ rows: string; checksum: string }>(`
      SELECT count(*)::text AS rows,
        coalesce(sum(('x' || left(encode(sha256(convert_to(t::text, 'UTF8')), 'hex'), 16))::bit(64)::bigint), 0)::text AS checksum
      FROM ${table} t`)
    for (const row of rows) found[table] = { rows: Number(row.rows), checksum: row.checksum }
  }
  return found
}

/** One sentence for each table that is not as it was; none: they are equal. */
export function differences(wanted: Fingerprints, found: Fingerprints): string[] {
  const tables = [...new Set([...Object.keys(wanted), ...Object.keys(found)])].sort()
  return tables.flatMap((table) => {
    const [before, after] = [wanted[table], found[table]]
    if (!after) return [`${table} is missing`]
    if (!before) return [`${table} was not there when the backup was made`]
    if (after.rows !== before.rows) return [`${table} has ${after.rows} rows, ${before.rows} when the backup was made`]
    return after.checksum === before.checksum ? [] : [`${table} has as many rows (${after.rows}), but not the same`]
  })
}
