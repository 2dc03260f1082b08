import { z } from 'zod'
import { PLATFORMS } from '../../domain/platform'
import type { PageMark } from '../../database/page'

/** A broken rule of ours, for a schema's own checks. */
export const fault = (code: string, message: string) => ({ params: { code }, message })

export const id = z
  .string()
  .regex(/^[\w.~-]{1,128}$/, 'Must be 1 to 128 letters, digits or . _ ~ -')
  .meta({ examples: ['cmh2x8v1d0000'] })

export const platform = z.enum(PLATFORMS)

const isInstant = (text: string) => z.iso.datetime({ offset: true }).safeParse(text).success
const lacksOffset = (text: string) => z.iso.datetime({ local: true }).safeParse(text).success

/** An instant with an offset, as a `Date`. A time without an offset means another instant in every place, so it is refused. */
export const instant = z
  .string()
  .max(64)
  .meta({ format: 'date-time', examples: ['2027-03-01T18:00:00+01:00'] })
  .superRefine((text, context) => {
    if (isInstant(text)) return
    const told = lacksOffset(text)
      ? fault('instant-needs-offset', 'Needs an offset, such as Z or +01:00')
      : fault('malformed-instant', 'Must be an RFC 3339 instant such as 2027-03-01T18:00:00+01:00')
    context.addIssue({ code: 'custom', input: text, ...told })
  })
  .transform((text) => new Date(text))

/** An instant in an answer, always UTC. */
export const instantOut = z.iso.datetime().meta({ examples: ['2027-03-01T17:00:00.000Z'] })

/** What one is made of is the platforms' rule. */
export const hashtag = z
  .string()
  .max(150)
  .meta({ examples: ['parenting'] })

export const caption = z
  .string()
  .max(10_000)
  .meta({ examples: ['Bedtime in five minutes'] })

/** Of the header of that name; each route says what it makes of it. */
export const idempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/, 'Must be 1 to 255 visible ASCII characters')
  .meta({ examples: ['order-4711'] })

/** Query members of every listing. */
export const paging = {
  limit: z.coerce.number().int().min(1).max(100).default(20).meta({ description: 'Rows on a page' }),
  cursor: z
    .string()
    .max(200)
    .refine((text) => decodeCursor(text) !== null, fault('invalid-cursor', 'Is not a cursor of this listing'))
    .optional()
    .meta({ description: '`nextCursor` of the page before', examples: ['MTgwMDAxMjgwMDAwMDpjbWgyeDh2MWQwMDAw'] }),
}

export const pageOf = <Row extends z.ZodType>(row: Row) =>
  z.object({ items: z.array(row), nextCursor: z.string().nullable().meta({ description: 'null on the last page' }) })

export const encodeCursor = (mark: PageMark): string =>
  Buffer.from(`${mark.at.getTime()}:${mark.id}`).toString('base64url')

/** Null where the text is no cursor. */
export function decodeCursor(text: string): PageMark | null {
  const [, atMs, rowId] = /^(\d{1,15}):([\w.~-]{1,128})$/.exec(Buffer.from(text, 'base64url').toString()) ?? []
  return atMs !== undefined && rowId !== undefined ? { at: new Date(Number(atMs)), id: rowId } : null
}
