import { Prisma } from '../generated/prisma/client'

/** A column of ciphertexts, each of them bound to the values that `place` has in its row. Rows have an `id` besides. */
export interface EncryptedColumn {
  table: string
  column: string
  place: readonly string[]
}

/**
 * Every column that holds ciphertexts: what is not named here is not rotated, and stays unreadable once its key is
 * dropped. An index on the key ids belongs to each (`migrations/20261123070000_key_ids_of_ciphertexts`).
 */
export const ENCRYPTED = {
  accessToken: { table: 'PlatformConnection', column: 'accessToken', place: ['id'] },
  refreshToken: { table: 'PlatformConnection', column: 'refreshToken', place: ['id'] },
  reference: { table: 'Checkpoint', column: 'reference', place: ['publishJobId', 'number'] },
  codeVerifier: { table: 'ConnectionAttempt', column: 'codeVerifier', place: ['id'] },
  webhookSecret: { table: 'WebhookEndpoint', column: 'secret', place: ['id'] },
  oldWebhookSecret: { table: 'WebhookEndpoint', column: 'oldSecret', place: ['id'] },
} as const satisfies Record<string, EncryptedColumn>

/** What a ciphertext is bound to, so that one that was moved to another row or column does not open. */
export const bindingOf = ({ table, column }: EncryptedColumn, ...place: (string | number)[]): string =>
  [table, ...place, column].join('/')

export const nameOf = ({ table, column }: EncryptedColumn): string => `${table}.${column}`

const identifier = (name: string): Prisma.Sql => Prisma.raw(`"${name}"`)

/** The parts of a statement on such a column; `keyId` is null for a text that is no ciphertext. */
export const sqlOf = ({ table, column, place }: EncryptedColumn) => ({
  table: identifier(table),
  column: identifier(column),
  place: Prisma.join(place.map((name) => Prisma.sql`${identifier(name)}::text`)),
  // Word for word as in the indexes, or they are not used.
  keyId: Prisma.raw(`substring("${column}" FROM '^v1\\.([A-Za-z0-9_-]{1,32})\\.')`),
})
