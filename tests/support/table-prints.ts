import type { PrismaClient } from '../../src/database/prisma'

/** A fingerprint of the rows of every table, by its name. */
export async function tablePrints(prisma: PrismaClient): Promise<Record<string, string>> {
  const tables = await prisma.$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`
  const prints = tables.map(async ({ name }) => {
    const [row] = await prisma.$queryRawUnsafe<{ print: string }[]>(
      `SELECT coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') AS print FROM "${name}" t`,
    )
    return [name, row?.print ?? ''] as const
  })
  return Object.fromEntries(await Promise.all(prints))
}
