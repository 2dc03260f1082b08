import type { Clock } from '../../domain/ports/clock'
import type { SyncRows } from '../../domain/ports/sync'
import type { PrismaClient } from '../prisma'
import { adoptIdentities } from './adopt-identities'
import { dueAccounts } from './due-accounts'
import { duePosts } from './due-posts'
import { recordPosts } from './record-posts'
import { replanPosts } from './replan'

export const createSyncRows = (prisma: PrismaClient, clock: Clock): SyncRows => ({
  dueAccounts: (request, limit) => dueAccounts(prisma, request, limit),
  duePosts: (account, dueBeforeMs, pageSize) => duePosts(prisma, account, dueBeforeMs, pageSize),
  holder: ({ platform, userId }) =>
    prisma.platformConnection
      .findUnique({
        where: { userId_platform: { userId, platform } },
        select: { id: true, platformUserId: true },
      })
      .then((row) => row && { connectionId: row.id, platformUserId: row.platformUserId }),
  record: (posts, observedAtMs) => recordPosts(prisma, posts, observedAtMs, clock.nowMs()),
  adopt: (identities) => adoptIdentities(prisma, identities),
  replan: (nowMs, stopAfterMs) => replanPosts(prisma, nowMs, stopAfterMs),
})
