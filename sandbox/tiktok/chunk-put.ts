import { empty, type Answer } from '../kernel/answer'
import type { Call } from '../kernel/call'
import type { Endpoint } from '../kernel/serve'
import type { World } from '../kernel/world'
import { arrived } from './arrival'
import { lastByteOfChunk } from './chunk-plan'
import { TASK_LIFE_MS, type PublishTask, type Tasks } from './tasks'
import type { Videos } from './videos'

const CONTENT_TYPES = ['video/mp4', 'video/quicktime', 'video/webm']

/** `PUT <upload_url>`: chunks in strict order. 201, the answer to the last byte, is the point of no return. */
export function chunkPut(world: World, tasks: Tasks, videos: Videos): Endpoint {
  const taskOf = (call: Call) => tasks.byUploadToken(call.query.get('upload_token'))
  return {
    method: 'put',
    path: '/upload/video',
    operations: ['chunk.put'],
    isUpload: true,
    identify: (call) => world.accounts.find('TIKTOK', taskOf(call)?.accountId ?? ''),
    errorOf: (status) => empty(status), // The upload host has no JSON envelope.
    handle: (call) => {
      const task = taskOf(call)
      return task ? put(world, task, videos, call) : empty(404)
    },
  }
}

async function put(world: World, task: PublishTask, videos: Videos, call: Call): Promise<Answer> {
  const { source, publishId } = task
  if (source.kind !== 'FILE_UPLOAD' || isCancelled(task)) return empty(404)
  if (task.createdAtMs + TASK_LIFE_MS <= world.clock.nowMs()) return empty(403)
  const range = rangeOf(call)
  if (!range || !CONTENT_TYPES.includes(call.header('content-type') ?? '')) return empty(400)
  if (range.totalBytes !== source.sizeBytes) return empty(400)
  const progress = () => ({ 'content-range': `bytes 0-${task.receivedBytes}/${source.sizeBytes}` })
  const progressConflict = () => empty(416, task.receivedBytes > 0 ? progress() : {})
  if (range.first !== task.receivedBytes) return progressConflict()
  if (range.last !== lastByteOfChunk(source, range.first)) return empty(400)
  return world.uploads.asOnlyWriter(publishId, call, async () => {
    // An earlier writer may have stored this very chunk while this one waited for its end.
    if (range.first !== task.receivedBytes) return progressConflict()
    task.receivedBytes = await world.uploads.append(publishId, range.first, call.body())
    if (task.receivedBytes < source.sizeBytes) return empty(206, progress())
    arrived(world, videos, task, await world.uploads.digest(publishId))
    await world.store.save()
    await world.uploads.discard(publishId)
    return empty(201, progress())
  })
}

/** A finished task still answers for its bytes; one that ended before its last byte is gone. */
const isCancelled = ({ outcome, sha256 }: PublishTask): boolean => outcome !== undefined && sha256 === undefined

/** Null when a header is malformed or the announced length is not the range's. */
function rangeOf(call: Call): { first: number; last: number; totalBytes: number } | null {
  const match = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(call.header('content-range') ?? '')
  if (!match) return null
  const [first, last, totalBytes] = match.slice(1).map(Number) as [number, number, number]
  return call.contentLength() === last - first + 1 ? { first, last, totalBytes } : null
}
