import type { World } from '../kernel/world'
import type { VideoMetadata } from './metadata'

/** A resumable upload, from its start on. How many bytes it holds is known to the uploads store alone. */
export interface UploadSession {
  id: string
  channelId: string
  metadata: VideoMetadata
  /** Parts of the video resource in the final answer. */
  parts: string[]
  /** Null until a request tells it. */
  totalBytes: number | null
  expiresAtMs: number
  /** Set once the last byte arrived. */
  videoId?: string
}

export type Sessions = ReturnType<typeof uploadSessions>

export function uploadSessions(world: World) {
  const all = world.store.section<UploadSession[]>('youtube.sessions', () => [])
  return {
    add: (session: UploadSession) => all().push(session),
    remove: (session: UploadSession) => all().splice(all().indexOf(session), 1),
    find: (id: string | null) => all().find((session) => session.id === id),
  }
}
