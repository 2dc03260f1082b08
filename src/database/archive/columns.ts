import { encodePost, POST_COLUMNS, type ArchivedPost } from '../../domain/archive-format'
import { Prisma } from '../../generated/prisma/client'

/** The columns' types, by how an archive writes their values. */
const TYPES: Record<string, string> = {
  text: 'text',
  boolean: 'boolean',
  instant: 'timestamp(3)',
  'whole number': 'bigint',
  'list of text': 'text[]',
}

const NAMES = Object.keys(POST_COLUMNS)

const typeOf = ([name, kind]: [string, string]) =>
  name === 'platform' ? '"Platform"' : TYPES[kind.replace(/ or null$/, '')]

/** What an archive keeps of `PublishedPost`, as a list of columns. */
export const columnsOf = (alias: string): Prisma.Sql => Prisma.raw(NAMES.map((name) => `${alias}."${name}"`).join(', '))

export const COLUMN_NAMES = Prisma.raw(NAMES.map((name) => `"${name}"`).join(', '))

const RECORD = Prisma.raw(
  Object.entries(POST_COLUMNS)
    .map((column) => `"${column[0]}" ${typeOf(column)}`)
    .join(', '),
)

/** Posts as an archive has them, as the table `line`; its `metrics` are tuples of texts. */
export const lineTable = (posts: ArchivedPost[]): Prisma.Sql =>
  Prisma.sql`json_to_recordset(${`[${posts.map(encodePost).join(',')}]`}::json) AS line(${RECORD}, metrics json)`
