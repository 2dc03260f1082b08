import type { JobRow } from '../../database/jobs'
import type { QuotaPlace, QuotaQueue } from '../../domain/ports/quota'

/** A place in the queue for YouTube's uploads, with the length of the queue. */
export type PlaceOf = QuotaPlace & { of: number }

/** Where those of the jobs stand that wait for an upload, by job id. The queue is read once, and only where one of them waits. */
export async function placesOf(queue: Pick<QuotaQueue, 'places'>, rows: JobRow[]): Promise<Map<string, PlaceOf>> {
  if (!rows.some(({ phase }) => phase === 'waiting-for-quota')) return new Map()
  const places = await queue.places()
  return new Map(places.map((place) => [place.jobId, { ...place, of: places.length }]))
}
