import type { Account } from '../kernel/accounts'
import type { World } from '../kernel/world'
import { settingsOf } from '../settings'
import type { ChunkPlan } from './chunk-plan'

const DAY_MS = 86_400_000

/** How long an upload URL lives, and how long TikTok tries to download. */
export const TASK_LIFE_MS = 3_600_000

const UNAUDITED_CREATORS = 5
const MAX_PENDING_SHARES = 5

export type FileSource = ChunkPlan & { kind: 'FILE_UPLOAD'; uploadToken: string }

export interface UrlSource {
  kind: 'PULL_FROM_URL'
  videoUrl: string
}

export interface PostText {
  title: string
  privacyLevel: string
}

/** What an init opened. */
export interface PublishTask {
  publishId: string
  accountId: string
  /** Null: a draft for the user's inbox. */
  post: PostText | null
  source: FileSource | UrlSource
  createdAtMs: number
  /** On FILE_UPLOAD bytes of whole chunks: TikTok keeps no part of one. */
  receivedBytes: number
  /** Of the whole video, once it has arrived. */
  sha256?: string
  /** Decided when the last byte arrived, or TikTok gave up before. */
  outcome?: Outcome
  /** Of a draft: the user has made a post of it. */
  finished?: true
}

/** `done`: published, or for a draft delivered to the inbox. */
export type Outcome =
  { kind: 'done'; atMs: number } | { kind: 'failed'; atMs: number; reason: string } | { kind: 'stuck' }

export type Tasks = ReturnType<typeof publishTasks>

/** Every publish task that TikTok knows of. */
export function publishTasks(world: World) {
  const all = world.store.section<PublishTask[]>('tiktok.tasks', () => [])
  const ofToday = () => all().filter((task) => task.createdAtMs > world.clock.nowMs() - DAY_MS)
  const ownToday = (account: Account) => ofToday().filter((task) => task.accountId === account.accountId)
  return {
    all,
    byPublishId: (publishId: string) => all().find((task) => task.publishId === publishId),
    byUploadToken: (token: string | null) =>
      all().find(({ source }) => source.kind === 'FILE_UPLOAD' && source.uploadToken === token),
    /** "Around 15" direct posts in a rolling day, by all clients; attempts that reached init count. */
    isAtDailyCap: (account: Account<'TIKTOK'>) => {
      const { dailyPostCap, postsByOtherClients } = account.profile
      return ownToday(account).filter(({ post }) => post).length + postsByOtherClients >= dailyPostCap
    },
    /** Creators that an app may serve in a rolling day; those whom it has served already are in. */
    isOverUserCap: (account: Account) => {
      const { activeUserCap, audited } = settingsOf(world, 'TIKTOK')
      const creators = new Set(ofToday().map(({ accountId }) => accountId))
      const cap = audited ? activeUserCap : Math.min(activeUserCap, UNAUDITED_CREATORS)
      return !creators.has(account.accountId) && creators.size >= cap
    },
    /** Drafts of a rolling day that the user has not finished. */
    hasTooManyPendingShares: (account: Account) =>
      ownToday(account).filter(isPendingShare).length >= MAX_PENDING_SHARES,
  }
}

const isPendingShare = ({ post, outcome, finished }: PublishTask): boolean =>
  post === null && outcome?.kind !== 'failed' && !finished
