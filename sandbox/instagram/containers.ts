import type { Account } from '../kernel/accounts'
import type { World } from '../kernel/world'

export const DAY_MS = 86_400_000

/** A Reel in the making. Invisible until it is published. */
export interface Container {
  id: string
  accountId: string
  caption: string
  /** As they were asked for, beside the caption. */
  options: Record<string, string>
  coverUrl: string | null
  createdAtMs: number
  intake: Intake
  media?: Media
}

/**
 * How a container comes to its video.
 * - `awaiting`: the bytes come by rupload.
 * - `fetching`: Meta fetches them.
 * - `done`: processing ends at `readyAtMs` (null: never), with an error where there is a `subcode`.
 */
export type Intake =
  | { state: 'awaiting' }
  | { state: 'fetching'; url: string }
  | { state: 'failed'; subcode: string }
  | {
      state: 'done'
      bytes: number
      sha256: string
      coverSha256: string | null
      readyAtMs: number | null
      subcode: string | null
    }

export interface Media {
  id: string
  permalink: string
  publishedAtMs: number
}

/** A container that is published is a Reel. */
export type Reel = Container & { media: Media }

export type StatusCode = 'IN_PROGRESS' | 'FINISHED' | 'ERROR' | 'EXPIRED' | 'PUBLISHED'

export type Containers = ReturnType<typeof reelContainers>

/** Every container, and through them the Reels. */
export function reelContainers(world: World) {
  const all = world.store.section<Container[]>('instagram.containers', () => [])
  const own = (account: Account) => all().filter((container) => container.accountId === account.accountId)
  const reels = (account: Account) =>
    own(account).filter((container): container is Reel => container.media !== undefined)
  const dayAgoMs = () => world.clock.nowMs() - DAY_MS
  return {
    all,
    find: (account: Account, id: string | null) => own(account).find((container) => container.id === id),
    add: (container: Container) => all().push(container),
    /** Instagram's reads know nothing of a Reel that its user has deleted. */
    remove: (container: Container) => all().splice(all().indexOf(container), 1),
    reelOf: (mediaId: string) => all().find(({ media }) => media?.id === mediaId),
    isMedia: (id: string) => all().some(({ media }) => media?.id === id),
    reel: (account: Account, mediaId: string) => reels(account).find(({ media }) => media.id === mediaId),
    /** Newest first. */
    reels: (account: Account) => reels(account).sort((a, b) => b.media.publishedAtMs - a.media.publishedAtMs),
    createdToday: (account: Account) => own(account).filter(({ createdAtMs }) => createdAtMs > dayAgoMs()).length,
    /** By all clients. */
    publishedToday: (account: Account<'INSTAGRAM'>) =>
      reels(account).filter(({ media }) => media.publishedAtMs > dayAgoMs()).length +
      account.profile.postsByOtherClients,
  }
}

/** Where a container stands; `subcode` is the 2207xxx of an error. */
export function standingOf(container: Container, nowMs: number): { code: StatusCode; subcode?: string } {
  const { intake } = container
  if (container.media) return { code: 'PUBLISHED' }
  if (nowMs >= container.createdAtMs + DAY_MS) return { code: 'EXPIRED' }
  if (intake.state === 'failed') return { code: 'ERROR', subcode: intake.subcode }
  if (intake.state !== 'done' || intake.readyAtMs === null || nowMs < intake.readyAtMs) return { code: 'IN_PROGRESS' }
  return intake.subcode === null ? { code: 'FINISHED' } : { code: 'ERROR', subcode: intake.subcode }
}

/** The end of the intake: from here on the video is processed as the account's profile says. */
export function processing(world: World, container: Container): { readyAtMs: number | null; subcode: string | null } {
  const account = world.accounts.find('INSTAGRAM', container.accountId)
  if (!account) throw new Error(`account ${container.accountId} of container ${container.id} is gone`)
  const { processing: outcome, processingSeconds, failReason } = account.profile
  return {
    readyAtMs: outcome === 'stuck' ? null : world.clock.nowMs() + processingSeconds * 1000,
    subcode: outcome === 'fail' ? (failReason ?? '2207053') : null,
  }
}
