import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { SEED_ACCOUNTS } from '../../prisma/seed-accounts'
import type { StackInfo } from '../stack/info'
import { say } from '../terminal'
import { callApi } from './api-client'
import { followJobs, type Job } from './follow'
import { readyVideo } from './ready-video'
import { SAMPLE } from './sample-video'

export interface Publication {
  /** Stands in the caption of this publish and of no other, so that the posts it made can be told from earlier ones. */
  mark: string
  /** Each at its end, or where it waits for something that does not come soon. */
  jobs: Job[]
}

/** The main job: a new video in R2, published to the three platforms, followed to the end. */
export async function publishSample(stack: StackInfo, signal: AbortSignal): Promise<Publication> {
  const userId = await seedUserId(stack.databaseUrl)
  const { title } = SAMPLE
  const video = await readyVideo(stack, userId, SAMPLE, signal)
  const mark = `take-${randomBytes(4).toString('hex')}`
  const request = {
    userId,
    videoId: video.id,
    caption: `${title}, published by npm start (${mark})`,
    hashtags: ['publisher', 'sample'],
    targets: [
      { platform: 'TIKTOK', options: { privacyLevel: 'PUBLIC_TO_EVERYONE' } },
      { platform: 'INSTAGRAM' },
      { platform: 'YOUTUBE', options: { title, privacyStatus: 'public', madeForKids: false } },
    ],
  }
  const headers = { 'idempotency-key': mark }
  const accepted = await callApi<{ jobs: { jobId: string }[] }>(stack, 'POST', '/v1/publish-jobs', request, headers)
  say(`Video ${video.id} is to be published on TikTok, Instagram and YouTube`)
  const jobIds = accepted.jobs.map(({ jobId }) => jobId)
  return { mark, jobs: await followJobs(stack, jobIds, signal) }
}

/** The user whom the seed has made. */
export async function seedUserId(databaseUrl: string): Promise<string> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const seeded = SEED_ACCOUNTS.map(({ connectionId }) => connectionId)
    const { rows } = await client.query<{ userId: string }>(
      'SELECT "userId" FROM "PlatformConnection" WHERE "id" = ANY($1)',
      [seeded],
    )
    const [connection] = rows
    if (!connection) throw new Error('The seed left no connection behind')
    return connection.userId
  } finally {
    await client.end()
  }
}
