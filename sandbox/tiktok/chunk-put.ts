import { empty, type Answer } from '../kernel/answer'
import type { Call } from '../kernel/call'
import type { Endpoint } from '../kernel/serve'
import type { World } from '../kernel/world'
import { lastByteOfChunk } from './chunk-plan'
import type { PublishTask, Tasks, Verdict } from './tasks'

const CONTENT_TYPES = ['video/mp4', 'video/quicktime', 'video/webm']

/** `PUT <upload_url>`: chunks in strict order. 201, the answer to the last byte, is the point of no return. */
export function chunkPut(world: World, tasks: Tasks): Endpoint {
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
      return task ? put(world, task, call) : empty(404)
    },
  }
}

async function put(world: World, task: PublishTask, call: Call): Promise<Answer> {
  if (task.uploadExpiresAtMs <= world.clock.nowMs()) return empty(403)
  const range = rangeOf(call)
  if (!range || !CONTENT_TYPES.includes(call.header('content-type') ?? '')) return empty(400)
  if (range.totalBytes !== task.sizeBytes) return empty(400)
  if (range.first !== task.uploadedBytes) return progressConflict(task)
  if (range.last !== lastByteOfChunk(task, range.first)) return empty(400)
  return world.uploads.asOnlyWriter(task.publishId, call, async () => {
    // An earlier writer may have stored this very chunk while this one waited for its end.
    if (range.first !== task.uploadedBytes) return progressConflict(task)
    task.uploadedBytes = await world.uploads.append(task.publishId, range.first, call.body())
    if (task.uploadedBytes < task.sizeBytes) return empty(206, contentRange(task))
    await beginPosting(world, task)
    await world.store.save()
    await world.uploads.discard(task.publishId)
    return empty(201, contentRange(task))
  })
}

/** Null when a header is malformed or the announced length is not the range's. */
function rangeOf(call: Call): { first: number; last: number; totalBytes: number } | null {
  const match = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(call.header('content-range') ?? '')
  if (!match) return null
  const [first, last, totalBytes] = match.slice(1).map(Number) as [number, number, number]
  return call.contentLength() === last - first + 1 ? { first, last, totalBytes } : null
}

function progressConflict(task: PublishTask): Answer {
  return empty(416, task.uploadedBytes > 0 ? contentRange(task) : {})
}

function contentRange(task: PublishTask): Record<string, string> {
  return { 'content-range': `bytes 0-${task.uploadedBytes}/${task.sizeBytes}` }
}

async function beginPosting(world: World, task: PublishTask): Promise<void> {
  const sha256 = await world.uploads.digest(task.publishId)
  const verdict = verdictOn(world, task)
  task.verdict = verdict
  if (verdict.outcome !== 'published') return
  world.posts.add({
    platform: 'TIKTOK',
    accountId: task.accountId,
    postId: verdict.postId,
    url: verdict.url,
    caption: task.title,
    bytes: task.sizeBytes,
    sha256,
    createdAt: new Date(world.clock.nowMs()).toISOString(),
    visibility: task.privacyLevel,
  })
}

function verdictOn(world: World, task: PublishTask): Verdict {
  const account = world.accounts.find('TIKTOK', task.accountId)
  if (!account) throw new Error(`account ${task.accountId} of ${task.publishId} is gone`)
  const { processing, processingSeconds, publicIdDelaySeconds, failReason } = account.profile
  if (processing === 'stuck') return { outcome: 'stuck' }
  const atMs = world.clock.nowMs() + processingSeconds * 1000
  if (processing === 'fail') return { outcome: 'failed', atMs, reason: failReason ?? 'internal' }
  // Nineteen digits, far above 2^53, as TikTok's ids are.
  const postId = String(7_600_000_000_000_000_000n + world.ids.below(10n ** 17n))
  const url = `https://www.tiktok.com/@${account.username}/video/${postId}`
  return { outcome: 'published', atMs, postId, url, publicIdAtMs: atMs + publicIdDelaySeconds * 1000 }
}
