import { isIP } from 'node:net'
import { download } from './download'
import type { World } from '../kernel/world'
import type { Settings } from '../settings'
import { arrived, failTask } from './arrival'
import { TASK_LIFE_MS, type PublishTask, type Tasks, type UrlSource } from './tasks'
import type { Videos } from './videos'

type PullTask = PublishTask & { source: UrlSource }

const isPull = (task: PublishTask): task is PullTask => task.source.kind === 'PULL_FROM_URL'

/** Downloads the video in the background. Nobody has to do more: what arrives is posted. */
export function startPull(world: World, videos: Videos, task: PublishTask): void {
  if (!isPull(task)) return
  world.background.run(async (signal) => {
    const ended = new AbortController()
    const timeout = world.clock.reach(task.createdAtMs + TASK_LIFE_MS, AbortSignal.any([signal, ended.signal])).then(
      () => failTask(world, task, 'video_pull_failed'),
      () => undefined, // The download ended first, or the sandbox stops.
    )
    await Promise.race([timeout, receive(world, videos, task, AbortSignal.any([signal, ended.signal]))])
    ended.abort()
    await world.store.save()
  })
}

/** Starts again what an earlier process left unfinished. */
export function resumePulls(world: World, videos: Videos, tasks: Tasks): void {
  for (const task of tasks.all()) if (!task.outcome) startPull(world, videos, task)
}

async function receive(world: World, videos: Videos, task: PullTask, signal: AbortSignal): Promise<void> {
  const onBytes = (received: number) => void (task.receivedBytes = received)
  const video = await download(task.source.videoUrl, { signal, onBytes }).catch(() => null)
  // Given up, cancelled or stopped in the meantime: the next start of the sandbox downloads anew what has no outcome.
  if (signal.aborted || task.outcome) return
  if (video) arrived(world, videos, task, video.sha256)
  else failTask(world, task, 'video_pull_failed')
}

/** Why TikTok would not fetch from a URL: it is none that it takes, or not verified for the app. Null: it would. */
export function pullUrlFault(text: string, settings: Settings<'TIKTOK'>): 'invalid' | 'unverified' | null {
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || !['https:', 'http:'].includes(url.protocol)) return 'invalid'
  if (!settings.localPulls && (url.protocol !== 'https:' || isAddress(url.hostname))) return 'invalid'
  return settings.verifiedUrls.some((verified) => covers(verified, url)) ? null : 'unverified'
}

const isAddress = (hostname: string): boolean => isIP(hostname.replace(/^\[|\]$/g, '')) !== 0

function covers(verified: string, url: URL): boolean {
  if (verified.includes('://')) return url.href.startsWith(verified)
  return url.hostname === verified || url.hostname.endsWith(`.${verified}`)
}
