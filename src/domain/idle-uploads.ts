import { OWN_ROOTS } from './object-keys'
import type { IdleUpload, ObjectStore } from './ports/storage'
import type { Cutoffs } from './retention'

/** Uploads of ours that were begun and left, for counting and for abandoning them. */
export async function* idleUploads(
  store: Pick<ObjectStore, 'idleUploads'>,
  { uploads }: Pick<Cutoffs, 'uploads'>,
  signal: AbortSignal,
): AsyncGenerator<IdleUpload> {
  for (const root of OWN_ROOTS) yield* store.idleUploads(root, uploads, signal)
}
