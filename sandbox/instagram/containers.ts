import type { Account } from '../kernel/accounts'
import type { World } from '../kernel/world'

export const DAY_MS = 86_400_000

/** A Reel in the making. Invisible until it is published. */
export interface Container {
  id: string
  accountId: string
  caption: string
  videoUrl: string
  createdAtMs: number
  fetch: Fetch
  media?: Media
}

export type Fetch =
  | { state: 'running' }
  | { state: 'failed'; subcode: string }
  /** `readyAtMs` null: processing never ends. `subcode`: it ends in an error. */
  | { state: 'done'; bytes: number; sha256: string; readyAtMs: number | null; subcode: string | null }

export interface Media {
  id: string
  permalink: string
  publishedAtMs: number
}

export type StatusCode = 'IN_PROGRESS' | 'FINISHED' | 'ERROR' | 'EXPIRED' | 'PUBLISHED'

export type Containers = ReturnType<typeof reelContainers>

/** Every container, and through them the media: a published container is a Reel. */
export function reelContainers(world: World) {
  const all = world.store.section<Container[]>('instagram.containers', () => [])
  const own = (account: Account) => all().filter((container) => container.accountId === account.accountId)
  const dayAgoMs = () => world.clock.nowMs() - DAY_MS
  return {
    all,
    find: (account: Account, id: string | null) => own(account).find((container) => container.id === id),
    /** Newest first. */
    media: (account: Account) =>
      own(account)
        .flatMap(({ media, caption }) => (media ? [{ ...media, caption }] : []))
        .sort((a, b) => b.publishedAtMs - a.publishedAtMs),
    createdToday: (account: Account) => own(account).filter(({ createdAtMs }) => createdAtMs > dayAgoMs()).length,
    publishedToday: (account: Account) =>
      own(account).filter(({ media }) => media && media.publishedAtMs > dayAgoMs()).length,
  }
}

/** Where a container stands; `subcode` is the 2207xxx of an error. */
export function standingOf(container: Container, nowMs: number): { code: StatusCode; subcode?: string } {
  const { fetch } = container
  if (container.media) return { code: 'PUBLISHED' }
  if (nowMs >= container.createdAtMs + DAY_MS) return { code: 'EXPIRED' }
  if (fetch.state === 'failed') return { code: 'ERROR', subcode: fetch.subcode }
  if (fetch.state === 'running' || fetch.readyAtMs === null || nowMs < fetch.readyAtMs) return { code: 'IN_PROGRESS' }
  return fetch.subcode === null ? { code: 'FINISHED' } : { code: 'ERROR', subcode: fetch.subcode }
}
