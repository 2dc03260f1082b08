import { randomUUID } from 'node:crypto'
import type { Counters } from '../../src/domain/ports/metrics'
import type { PrismaClient } from '../../src/database/prisma'
import type { Prisma } from '../../src/generated/prisma/client'
import type { createCreator } from './api'

type Creator = Awaited<ReturnType<typeof createCreator>>

/** A post of the creator's, as a publish leaves it. @returns its id */
export async function createPost(
  prisma: PrismaClient,
  creator: Creator,
  columns: Partial<Prisma.PublishedPostUncheckedCreateInput> = {},
): Promise<string> {
  const { id } = await prisma.publishedPost.create({
    data: {
      ...creator,
      platform: 'TIKTOK',
      platformPostId: randomUUID(),
      caption: 'Bedtime in five minutes',
      hashtags: [],
      ...columns,
    },
  })
  return id
}

/** What was read of a post, by the hour: `['2027-01-10T08:00Z', { views: 10 }]`. What is left out was not reported. */
export type Reading = [window: string, counters: Partial<Counters>]

export async function addReadings(prisma: PrismaClient, postId: string, readings: Reading[]): Promise<void> {
  await prisma.postMetric.createMany({
    data: readings.map(([window, counters]) => {
      const startsAt = new Date(window)
      return { postId, window: startsAt, observedAt: new Date(startsAt.getTime() + 600_000), ...counters }
    }),
  })
}
