import type { Logger } from 'pino'
import type { UploadName } from '../../domain/ports/direct-uploads'
import type { VideoDeps } from './deps'

const PATIENCE_MS = 5_000

/** Abandons an upload that the store may hold; where the store is out of reach, a later round does it. */
export async function abandonNow(
  { objects }: Pick<VideoDeps, 'objects'>,
  upload: UploadName,
  log: Logger,
): Promise<void> {
  try {
    await objects.abandon(upload, AbortSignal.timeout(PATIENCE_MS))
  } catch (error) {
    log.warn({ key: upload.key, err: error }, 'the upload was not abandoned; a later round will do it')
  }
}
