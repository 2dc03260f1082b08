import type { PrismaClient } from '../../src/database/prisma'
import { hashApiKey, newApiKey, SCOPES } from '../../src/security/api-keys'
import { createCreator } from '../support/api'
import { createPool } from './pool'
import type { Pool } from './pool'

const CREATORS = 5

/** Users with accounts, videos and posts, and a pool that knows their ids. */
export async function seedPool(prisma: PrismaClient): Promise<Pool> {
  const pool = createPool()
  for (let count = 0; count < CREATORS; count++) {
    const { userId, videoId } = await createCreator(prisma)
    const post = await prisma.publishedPost.create({
      data: { userId, videoId, platform: 'YOUTUBE', platformPostId: `post-${userId}`, caption: 'Bedtime' },
    })
    pool.add('post', post.id)
  }
  for (const { id } of await prisma.user.findMany({ select: { id: true } })) pool.add('user', id)
  for (const { id } of await prisma.video.findMany({ select: { id: true } })) pool.add('video', id)
  for (const { id } of await prisma.platformConnection.findMany({ select: { id: true } })) pool.add('connection', id)
  return pool
}

/** One that may do everything twice as often as one of another service, and one that may only read. */
export async function fuzzKeys(prisma: PrismaClient): Promise<string[]> {
  const make = async (principal: string, scopes: (typeof SCOPES)[number][]) => {
    const key = newApiKey()
    await prisma.apiKey.create({ data: { principal, keyHash: hashApiKey(key), scopes } })
    return key
  }
  const all = await make('fuzz', [...SCOPES])
  return [all, all, await make('fuzz-other', ['publish', 'read', 'accounts']), await make('fuzz-reader', ['read'])]
}
