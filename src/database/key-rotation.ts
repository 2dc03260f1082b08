import type { TokenCipher } from '../domain/ports/token-cipher'
import { PublishError } from '../domain/errors'
import { bindingOf, sqlOf, type EncryptedColumn } from './encrypted-columns'
import type { PrismaClient } from './prisma'

interface StaleRow {
  id: string
  place: string[]
  ciphertext: string
  /** Null: what is stored is no ciphertext. */
  keyId: string | null
}

interface Replacement {
  id: string
  from: string
  to: string
}

export interface UnreadableRow extends Pick<StaleRow, 'id' | 'keyId'> {
  table: string
  reason: string
}

export interface RotatedBatch {
  rotated: number
  /** Changed, or held by somebody, between the look and the write: to be looked at again. */
  missed: number
  unreadable: UnreadableRow[]
}

export interface Rotation {
  /** Of the key that the cipher encrypts with. */
  keyId: string
  batchSize: number
}

/**
 * Encrypts what a column holds under other keys anew, a batch after the other; what is done stays done, wherever it ends.
 * Rows are written by compare-and-set on the ciphertext alone: a token that is stored meanwhile stays.
 */
export async function* rotateColumn(
  prisma: PrismaClient,
  cipher: TokenCipher,
  column: EncryptedColumn,
  rotation: Rotation,
): AsyncGenerator<RotatedBatch> {
  let after = ''
  for (;;) {
    const rows = await staleRows(prisma, column, rotation, after)
    const last = rows.at(-1)
    if (!last) return
    after = last.id
    const replacements: Replacement[] = []
    const unreadable: UnreadableRow[] = []
    for (const row of rows) {
      const outcome = reencrypt(cipher, column, row)
      if ('reason' in outcome) unreadable.push(outcome)
      else replacements.push(outcome)
    }
    const rotated = await replaceCiphertexts(prisma, column, replacements)
    yield { rotated, missed: replacements.length - rotated, unreadable }
  }
}

/** The next rows whose key is not the given one, in the order of their ids. */
function staleRows(prisma: PrismaClient, encrypted: EncryptedColumn, { keyId, batchSize }: Rotation, after: string) {
  const { table, column, place, keyId: keyIdOfRow } = sqlOf(encrypted)
  return prisma.$queryRaw<StaleRow[]>`
    SELECT "id", ARRAY[${place}] AS "place", ${column} AS "ciphertext", ${keyIdOfRow} AS "keyId"
    FROM ${table}
    WHERE "id" > ${after} AND ${column} <> '' AND ${keyIdOfRow} IS DISTINCT FROM ${keyId}
    ORDER BY "id" LIMIT ${batchSize}`
}

function reencrypt(cipher: TokenCipher, column: EncryptedColumn, row: StaleRow): Replacement | UnreadableRow {
  const { id, place, ciphertext, keyId } = row
  const binding = bindingOf(column, ...place)
  try {
    return { id, from: ciphertext, to: cipher.encrypt(cipher.decrypt(ciphertext, binding), binding) }
  } catch (error) {
    if (error instanceof PublishError) return { table: column.table, id, keyId, reason: error.message }
    throw error
  }
}

/**
 * Puts the new ciphertexts in the place of those that were read, in one statement. It waits for nobody, so that it can
 * neither hold the service up nor meet it in a deadlock: a row that somebody has locked is left out.
 * @returns how many rows were written
 */
function replaceCiphertexts(prisma: PrismaClient, encrypted: EncryptedColumn, replacements: Replacement[]) {
  const { table, column } = sqlOf(encrypted)
  const [ids, from, to] = (['id', 'from', 'to'] as const).map((part) => replacements.map((given) => given[part]))
  return prisma.$executeRaw`
    WITH fresh AS (
      SELECT "id", "from", "to" FROM unnest(${ids}::text[], ${from}::text[], ${to}::text[]) AS given ("id", "from", "to")
    ), free AS (
      SELECT stored."id" FROM ${table} AS stored JOIN fresh ON stored."id" = fresh."id"
      WHERE stored.${column} = fresh."from" FOR NO KEY UPDATE OF stored SKIP LOCKED
    )
    UPDATE ${table} AS stored SET ${column} = fresh."to"
    FROM fresh JOIN free ON free."id" = fresh."id"
    WHERE stored."id" = fresh."id" AND stored.${column} = fresh."from"`
}
