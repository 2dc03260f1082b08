import { Prisma } from '../generated/prisma/client'
import { ENCRYPTED, nameOf, sqlOf, type EncryptedColumn } from './encrypted-columns'
import type { PrismaClient } from './prisma'

export interface KeyUsage {
  /** Null: what is stored is no ciphertext. */
  keyId: string | null
  column: string
  rows: number
}

const COLUMNS: EncryptedColumn[] = Object.values(ENCRYPTED)

/** How many rows of each column need each key. Reads every row: for operators. */
export async function keyUsage(prisma: PrismaClient): Promise<KeyUsage[]> {
  const usages = await Promise.all(
    COLUMNS.map((encrypted) => {
      const { table, column, keyId } = sqlOf(encrypted)
      return prisma.$queryRaw<KeyUsage[]>`
        SELECT ${keyId} AS "keyId", ${nameOf(encrypted)} AS "column", count(*)::int AS "rows"
        FROM ${table} WHERE ${column} <> '' GROUP BY 1 ORDER BY 1`
    }),
  )
  return usages.flat()
}

/** The rows that need a key which is not among these. While there are none it reads a few index entries for each key. */
export async function rowsOfOtherKeys(prisma: PrismaClient, keyIds: readonly string[]): Promise<KeyUsage[]> {
  const usages = await Promise.all(
    COLUMNS.map(async (encrypted) => {
      const others = (await keyIdsIn(prisma, encrypted)).filter((keyId) => !keyIds.includes(keyId))
      return Promise.all(others.map((keyId) => countRows(prisma, encrypted, keyId)))
    }),
  )
  return usages.flat()
}

/** Steps through the index from each key id to the next, past all the rows that have the same. */
async function keyIdsIn(prisma: PrismaClient, encrypted: EncryptedColumn): Promise<string[]> {
  const { table, keyId } = sqlOf(encrypted)
  const next = (condition: Prisma.Sql) =>
    Prisma.sql`(SELECT ${keyId} FROM ${table} WHERE ${keyId} ${condition} ORDER BY ${keyId} LIMIT 1)`
  const found = await prisma.$queryRaw<{ id: string }[]>`
    WITH RECURSIVE ids AS (
      SELECT ${next(Prisma.sql`IS NOT NULL`)} AS id
      UNION ALL
      SELECT ${next(Prisma.sql`> ids.id`)} FROM ids WHERE ids.id IS NOT NULL
    )
    SELECT id FROM ids WHERE id IS NOT NULL`
  return found.map(({ id }) => id)
}

async function countRows(prisma: PrismaClient, encrypted: EncryptedColumn, id: string): Promise<KeyUsage> {
  const { table, keyId } = sqlOf(encrypted)
  const [counted] = await prisma.$queryRaw<{ rows: number }[]>`
    SELECT count(*)::int AS "rows" FROM ${table} WHERE ${keyId} = ${id}`
  return { keyId: id, column: nameOf(encrypted), rows: counted?.rows ?? 0 }
}
