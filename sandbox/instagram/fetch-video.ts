import { createHash } from 'node:crypto'
import { errors, request } from 'undici'
import type { World } from '../kernel/world'
import type { Container, Containers, Fetch } from './containers'
import { subcodeOf, type ErrorName } from './errors'

const MEDIA_TYPES = /^(video\/|application\/octet-stream\b|binary\/octet-stream\b)/

/** A fetch that failed for one of Meta's documented reasons. */
class FetchFailure extends Error {
  override readonly name = 'FetchFailure'

  constructor(readonly reason: ErrorName) {
    super(reason)
  }
}

/** Fetches a container's `video_url` in the background, as Meta does from the moment the container is made. */
export function startFetch(world: World, container: Container): void {
  world.background.run(async (signal) => {
    try {
      const received = await receive(container.videoUrl, signal)
      container.fetch = { ...received, state: 'done', ...processingOf(world, container) }
    } catch (error) {
      if (signal.aborted) return // The sandbox stops: the next start fetches again.
      container.fetch = { state: 'failed', subcode: subcodeOf(reasonOf(error)) }
    }
    await world.store.save()
  })
}

/** Starts again what an earlier process left unfinished. */
export function resumeFetches(world: World, containers: Containers): void {
  for (const container of containers.all()) if (container.fetch.state === 'running') startFetch(world, container)
}

async function receive(url: string, signal: AbortSignal): Promise<{ bytes: number; sha256: string }> {
  const { statusCode, headers, body } = await request(url, { signal })
  if (statusCode !== 200 || !MEDIA_TYPES.test(String(headers['content-type'] ?? 'video/mp4'))) {
    body.on('error', () => undefined).destroy()
    throw new FetchFailure(statusCode === 200 ? 'badFormat' : 'cannotFetch')
  }
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    hash.update(chunk)
    bytes += chunk.length
  }
  return { bytes, sha256: hash.digest('hex') }
}

function processingOf(world: World, container: Container): Pick<Fetch & { state: 'done' }, 'readyAtMs' | 'subcode'> {
  const account = world.accounts.find('INSTAGRAM', container.accountId)
  if (!account) throw new Error(`account ${container.accountId} of container ${container.id} is gone`)
  const { processing, processingSeconds, failReason } = account.profile
  return {
    readyAtMs: processing === 'stuck' ? null : world.clock.nowMs() + processingSeconds * 1000,
    subcode: processing === 'fail' ? (failReason ?? '2207053') : null,
  }
}

function reasonOf(error: unknown): ErrorName {
  if (error instanceof FetchFailure) return error.reason
  const isSlow = error instanceof errors.HeadersTimeoutError || error instanceof errors.BodyTimeoutError
  return isSlow ? 'tooSlow' : 'cannotFetch'
}
