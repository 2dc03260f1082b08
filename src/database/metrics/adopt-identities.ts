import { POST_UNFINISHED } from '../../domain/errors'
import type { ToldIdentity } from '../../domain/ports/sync'
import type { PrismaClient } from '../prisma'

/**
 * Writes public ids that were told late, and takes the warning back that the job's post is unfinished.
 * @returns the posts that have the id now. No id is taken from another post, nor from one in the archive, and none is changed that is not provisional.
 */
export async function adoptIdentities(prisma: PrismaClient, identities: ToldIdentity[]): Promise<Set<string>> {
  const rows = await prisma.$queryRaw<{ id: string }[]>`
    WITH told AS (
      SELECT DISTINCT ON ("platformPostId") * FROM jsonb_to_recordset(${JSON.stringify(identities)}::jsonb)
        AS t (id text, "platformPostId" text, url text)
      ORDER BY "platformPostId", id
    ), adopted AS (
      UPDATE "PublishedPost" p SET
        "platformPostId" = t."platformPostId", "platformPostIdProvisional" = false, url = coalesce(t.url, p.url)
      FROM told t
      WHERE p.id = t.id AND p."platformPostIdProvisional" AND NOT EXISTS (
        SELECT FROM "PublishedPost" o
        WHERE o.platform = p.platform AND o."platformPostId" = t."platformPostId" AND o.id <> p.id
      ) AND NOT EXISTS (
        SELECT FROM "PrunedPost" o WHERE o.platform = p.platform AND o."platformPostId" = t."platformPostId"
      )
      RETURNING p.id, p."publishJobId"
    ), mended AS (
      UPDATE "PublishJob" j SET "updatedAt" = now(), warnings = (
        SELECT coalesce(jsonb_agg(w), '[]') FROM jsonb_array_elements(j.warnings) w
        WHERE w ->> 'code' <> ${POST_UNFINISHED}
      )
      FROM adopted a
      WHERE j.id = a."publishJobId" AND j.warnings @> ${JSON.stringify([{ code: POST_UNFINISHED }])}::jsonb
    )
    SELECT id FROM adopted
    UNION SELECT p.id FROM "PublishedPost" p JOIN told t USING (id) WHERE p."platformPostId" = t."platformPostId"`
  return new Set(rows.map(({ id }) => id))
}
