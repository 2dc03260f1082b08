import type { Logger } from 'pino'
import type { VideoRow } from '../../database/videos'
import type { Reach } from '../../domain/reach'
import { demandVideo } from './demand-video'
import type { VideoDeps } from './deps'

/**
 * Has a video inspected whose object is in the bucket, waits for that as long as the port does, and reads the video as it
 * stands then. Where the inspection cannot begin, the reconciler begins it.
 */
export async function inspectNow(
  { inspectionRuns, videos }: Pick<VideoDeps, 'inspectionRuns' | 'videos'>,
  row: VideoRow,
  reach: Reach,
  log: Logger,
): Promise<VideoRow> {
  if (row.status !== 'PROCESSING') return row
  try {
    await inspectionRuns.inspect(row.id)
  } catch (error) {
    log.warn({ videoId: row.id, err: error }, 'the inspection was not reached; a later round will do it')
  }
  return demandVideo(videos, row.id, reach)
}
