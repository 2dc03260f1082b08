import type { DeleteVideo } from '../../database/delete-video'
import type { Users } from '../../database/users'
import type { Videos } from '../../database/videos'
import type { Clock } from '../../domain/ports/clock'
import type { DirectUploads } from '../../domain/ports/direct-uploads'
import type { InspectionRuns } from '../../domain/ports/inspection'
import type { JobRuns } from '../../domain/ports/jobs'
import type { ObjectStore } from '../../domain/ports/storage'
import type { VideoUploads } from '../../domain/ports/video-uploads'
import type { VideoRules } from '../views/video-view'

export interface VideoDeps {
  users: Users
  videos: Videos
  videoUploads: Pick<VideoUploads, 'completed'>
  deleteVideo: DeleteVideo
  objects: DirectUploads & Pick<ObjectStore, 'head' | 'abandon'>
  inspectionRuns: Pick<InspectionRuns, 'inspect'>
  runs: Pick<JobRuns, 'notify'>
  rules: VideoRules
  clock: Clock
  /** How long an upload may take. */
  uploadTimeoutMs: number
  /** Where an object lies; shown, never fetched. */
  objectUrl(key: string): string
}
