import { randomUUID } from 'node:crypto'
import type { PrismaClient } from '../../src/database/prisma'
import { hashApiKey, newApiKey, SCOPES } from '../../src/security/api-keys'
import { createCreator } from '../support/api'
import type { Pool } from './pool'

/** A job of each kind that a route tells apart. */
const JOBS = [
  { status: 'PENDING', phase: 'accepted' },
  { status: 'DELAYED', phase: 'scheduled', waitReason: 'scheduled', waitUntil: new Date('2035-01-01') },
  { status: 'DELAYED', phase: 'unconfirmed', commitRequestedAt: new Date() },
  { status: 'ACTIVE', phase: 'uploading', bytesSent: 1_000n },
  {
    status: 'FAILED',
    phase: 'failed',
    errorCode: 'video-too-long',
    errorMessage: 'The video is too long',
    failedAt: new Date(),
  },
  { status: 'COMPLETED', phase: 'published', completedAt: new Date() },
] as const

/** Puts a user with accounts, a video, jobs and a post into the database and into the pool: requests use up what they find. */
export async function replenish(prisma: PrismaClient, pool: Pool): Promise<void> {
  const { userId, videoId } = await createCreator(prisma)
  pool.add('user', userId)
  pool.add('video', videoId)
  pool.add('connection', `${userId}-INSTAGRAM`)
  for (const state of JOBS) {
    const jobId = `publish-${randomUUID()}`
    await prisma.publishJob.create({
      data: { jobId, userId, videoId, platform: 'INSTAGRAM', caption: 'Bedtime', ...state },
    })
    pool.add('job', jobId)
  }
  const post = await prisma.publishedPost.create({
    data: { userId, videoId, platform: 'YOUTUBE', platformPostId: `post-${userId}`, caption: 'Bedtime' },
  })
  pool.add('post', post.id)
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
