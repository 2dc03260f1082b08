import { PublishError } from '../domain/errors'
import type { InspectionRows, InspectionTask, InspectObject, VideoFault } from '../domain/ports/inspection'
import type { ObjectStore, PinnedObject } from '../domain/ports/storage'
import { beating } from './beat'

export interface InspectionDependencies {
  inspections: InspectionRows
  inspect: InspectObject
  store: Pick<ObjectStore, 'head' | 'open'>
}

interface OfVideo {
  videoId: string
}

/** Well within the heartbeat timeout of the workflow. */
const BEAT_MS = 5_000

export function createInspectionActivities({ inspections, inspect, store }: InspectionDependencies) {
  async function pin({ key, etag }: InspectionTask): Promise<PinnedObject> {
    const object = await store.head(key)
    if (!object) throw new PublishError({ ...OBJECT_MISSING, category: 'media' })
    if (etag !== null && object.etag !== etag) throw new PublishError({ ...OBJECT_CHANGED, category: 'media' })
    return object
  }

  return {
    /**
     * Leaves the video READY or FAILED; one that needs no inspection any more is left as it is.
     * @throws PublishError of category `transient` while the bucket cannot be read
     */
    async inspectObject({ videoId }: OfVideo): Promise<void> {
      const task = await inspections.task(videoId)
      if (!task) return
      await beating(BEAT_MS, async (_report, signal) => {
        try {
          const object = await pin(task)
          const inspection = await inspect(store.open(task.key, object), signal)
          await inspections.passed(videoId, object, inspection)
        } catch (error) {
          const fault = faultOf(error)
          if (!fault) throw waitedFor(error)
          await inspections.failed(videoId, [fault])
        }
      })
    },

    async giveUpInspection({ videoId }: OfVideo): Promise<void> {
      await inspections.failed(videoId, [GIVEN_UP])
    },
  }
}

export type InspectionActivities = ReturnType<typeof createInspectionActivities>

const OBJECT_MISSING: VideoFault = {
  code: 'object-missing',
  message: 'There is no object in the bucket any more.',
  remedy: 'Upload the video again.',
}

const OBJECT_CHANGED: VideoFault = {
  code: 'object-changed',
  message: 'The object in the bucket was replaced after the video was registered.',
  remedy: 'Register the new object as a video of its own, under a new key.',
}

const GIVEN_UP: VideoFault = {
  code: 'inspection-given-up',
  message: 'The object could not be read from the bucket for a day.',
  remedy: 'Ask the operator whether the bucket can be reached, then upload the video again.',
}

/** What is wrong with the file; null where something else is. */
function faultOf(error: unknown): VideoFault | null {
  if (!(error instanceof PublishError) || error.problem.category !== 'media') return null
  const { code, message, remedy } = error.problem
  if (code === 'source-missing') return OBJECT_MISSING
  if (code === 'source-changed') return OBJECT_CHANGED
  return { code, message, remedy }
}

/** A key that may not read, or a bucket by a wrong name, is mended by an operator: no fault of all the videos meanwhile. */
const waitedFor = (error: unknown): unknown =>
  error instanceof PublishError ? new PublishError({ ...error.problem, category: 'transient' }) : error
