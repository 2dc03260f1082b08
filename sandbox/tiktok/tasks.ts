import type { Account } from '../kernel/accounts'
import type { World } from '../kernel/world'

const DAY_MS = 86_400_000

/** A direct post by FILE_UPLOAD, from init on. */
export interface PublishTask {
  publishId: string
  uploadToken: string
  accountId: string
  title: string
  privacyLevel: string
  sizeBytes: number
  chunkSizeBytes: number
  chunkCount: number
  createdAtMs: number
  uploadExpiresAtMs: number
  /** Bytes of whole chunks: TikTok keeps no part of one. */
  uploadedBytes: number
  /** What became of it, decided when the last byte arrived. */
  verdict?: Verdict
}

export type Verdict =
  | { outcome: 'published'; atMs: number; postId: string; url: string; publicIdAtMs: number }
  | { outcome: 'failed'; atMs: number; reason: string }
  | { outcome: 'stuck' }

export type Tasks = ReturnType<typeof publishTasks>

/** Every publish task that TikTok knows of. */
export function publishTasks(world: World) {
  const all = world.store.section<PublishTask[]>('tiktok.tasks', () => [])
  const openedToday = (account: Account) =>
    all().filter((task) => task.accountId === account.accountId && task.createdAtMs > world.clock.nowMs() - DAY_MS)
      .length
  return {
    all,
    byPublishId: (publishId: string) => all().find((task) => task.publishId === publishId),
    byUploadToken: (token: string | null) => all().find((task) => task.uploadToken === token),
    /** "Around 15" direct posts in a rolling day; attempts that reached init count. */
    isAtDailyCap: (account: Account<'TIKTOK'>) => openedToday(account) >= account.profile.dailyPostCap,
  }
}
