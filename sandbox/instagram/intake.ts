import type { World } from '../kernel/world'
import { processing, type Container, type Containers, type Intake } from './containers'
import { download, FetchFailure, type FetchHabits } from './download'
import { subcodeOf } from './errors'

const VIDEO = /^(video\/|application\/octet-stream\b|binary\/octet-stream\b|$)/
const JPEG = Buffer.from([0xff, 0xd8, 0xff])
const MAX_COVER_BYTES = 8 * 1024 ** 2

/** Fetches a container's video, and its cover, in the background, as Meta does from the moment it has the URLs. */
export function startFetch(world: World, container: Container, url: string): void {
  container.intake = { state: 'fetching', url }
  world.background.run(async (stop) => {
    try {
      const { bytes, sha256 } = await download(url, habitsOf(world, container), (type) => VIDEO.test(type), stop)
      await endIntake(world, container, { bytes, sha256 }, stop)
    } catch (error) {
      if (stop.aborted) return // The sandbox stops: the next start fetches again.
      container.intake = failed(error)
    }
    await world.store.save()
  })
}

/** All bytes of the video are here. @throws FetchFailure when the cover is not to be had or none. */
export async function endIntake(
  world: World,
  container: Container,
  video: { bytes: number; sha256: string },
  stop: AbortSignal,
): Promise<void> {
  const coverSha256 = await coverOf(world, container, stop)
  container.intake = { state: 'done', ...video, coverSha256, ...processing(world, container) }
}

/** Starts again what an earlier process left unfinished. */
export function resumeFetches(world: World, containers: Containers): void {
  for (const container of containers.all()) {
    if (container.intake.state === 'fetching') startFetch(world, container, container.intake.url)
  }
}

/** How a failed fetch ends a container. @throws what is no failed fetch. */
export function failed(error: unknown): Intake {
  if (!(error instanceof FetchFailure)) throw error
  return { state: 'failed', subcode: subcodeOf(error.reason) }
}

async function coverOf(world: World, container: Container, stop: AbortSignal): Promise<string | null> {
  if (container.coverUrl === null) return null
  const { bytes, head, sha256 } = await download(container.coverUrl, habitsOf(world, container), () => true, stop)
  if (bytes > MAX_COVER_BYTES) throw new FetchFailure('coverTooLarge')
  if (!head.subarray(0, JPEG.length).equals(JPEG)) throw new FetchFailure('coverFormat')
  return sha256
}

function habitsOf(world: World, { id, accountId }: Container): FetchHabits {
  const account = world.accounts.find('INSTAGRAM', accountId)
  if (!account) throw new Error(`account ${accountId} of container ${id} is gone`)
  return account.profile
}
