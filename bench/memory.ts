import { callApi } from '../local/sample/api-client'
import { followJobs, type Job } from '../local/sample/follow'
import { seedUserId } from '../local/sample/publish-sample'
import type { StackInfo } from '../local/stack/info'
import { megabytes } from '../local/terminal'
import { PLATFORM_NAMES, type Platform } from '../src/domain/platform'
import { withBenchStack } from './support/bench-stack'
import { printTable, spread } from './support/figures'
import { describeMachine } from './support/machine'
import { levelOf, peakDuring } from './support/memory-watch'
import { randomVideo } from './support/random-video'
import { putReadyVideo } from './support/ready-video'

const MIB = 1024 * 1024

/** Each file goes to the platform alone. Instagram takes no Reel over 300 MiB and fetches it itself. */
const FILES: Record<Platform, number> = { TIKTOK: 1024 * MIB, YOUTUBE: 1024 * MIB, INSTAGRAM: 300 * MIB }
const WARM_UP_BYTES = [300_000, 100 * MIB]
const ROUNDS = 3

/** While it uploads, the worker may grow by less than this over what it held before. */
const MAX_GROWTH_BYTES = 64 * MIB

const inMib = (bytes: number): string => (bytes / MIB).toFixed(0)

interface Video {
  id: string
  userId: string
  sizeBytes: number
  sha256: string
}

interface Upload {
  growthBytes: number
  bytesPerSecond: number
}

/** `npm run bench:memory`: what the worker's memory grows by while it uploads a video of 1 GiB. @returns 1 when that is too much */
export const main = (): Promise<number> =>
  withBenchStack(async ({ info }, interrupted) => {
    const userId = await seedUserId(info.databaseUrl)
    console.log(`\n${await describeMachine(info.databaseUrl)}\n`)
    const pid = info.pids.worker
    if (pid === undefined) throw new Error('The worker has no process')
    const platforms = Object.keys(FILES) as Platform[]
    const levels = [{ when: 'ready', bytes: await levelOf(pid) }]
    for (const sizeBytes of WARM_UP_BYTES) {
      const video = await makeVideo(info, userId, sizeBytes)
      for (const platform of platforms) await publish(info, video, platform, interrupted)
      levels.push({ when: `after ${megabytes(sizeBytes)} to each`, bytes: await levelOf(pid) })
    }
    const levelBytes = levels.at(-1)?.bytes ?? 0

    const uploads = new Map<Platform, Upload[]>()
    for (const platform of platforms) {
      const video = await makeVideo(info, userId, FILES[platform])
      for (let round = 1; round <= ROUNDS; round += 1) {
        const { peakBytes, result: job } = await peakDuring(pid, publish(info, video, platform, interrupted))
        const upload = { growthBytes: peakBytes - levelBytes, bytesPerSecond: rateOf(job, video) }
        uploads.set(platform, [...(uploads.get(platform) ?? []), upload])
      }
      await checkPosts(info, video, platform)
    }
    console.log(`\nThe worker holds ${levels.map(({ when, bytes }) => `${inMib(bytes)} MiB ${when}`).join(', ')}`)
    return report(uploads, levelBytes)
  })

async function makeVideo(stack: StackInfo, userId: string, sizeBytes: number): Promise<Video> {
  const { content, sha256 } = randomVideo(sizeBytes)
  const id = await putReadyVideo(stack, userId, { title: 'Random bytes', content, sizeBytes })
  return { id, userId, sizeBytes, sha256: sha256() }
}

const OPTIONS: Record<Platform, object> = {
  TIKTOK: { privacyLevel: 'PUBLIC_TO_EVERYONE' },
  INSTAGRAM: {},
  YOUTUBE: { privacyStatus: 'public', madeForKids: false },
}

/** @throws when the job does not end well */
async function publish(stack: StackInfo, video: Video, platform: Platform, signal: AbortSignal): Promise<Job> {
  const request = {
    userId: video.userId,
    videoId: video.id,
    allowDuplicate: true,
    targets: [{ platform, options: OPTIONS[platform] }],
  }
  const accepted = await callApi<{ jobs: { jobId: string }[] }>(stack, 'POST', '/v1/publish-jobs', request)
  const [job] = await followJobs(
    stack,
    accepted.jobs.map(({ jobId }) => jobId),
    signal,
  )
  if (job?.status === 'COMPLETED') return job
  throw new Error(`The publish to ${PLATFORM_NAMES[platform]} ended as ${job?.phase}: ${job?.error?.message}`)
}

/** From the request that opens the upload to the answer to the last byte; on Instagram, to the answer to `media_publish`. */
function rateOf({ attempts }: Job, { sizeBytes }: Video): number {
  const first = attempts.find(({ step }) => step === 'prepare')
  const last = attempts.find(({ step }) => step === 'commit')
  if (!first || !last?.endedAt) throw new Error('The job tells neither its begin nor its end')
  return (sizeBytes * 1_000) / (Date.parse(last.endedAt) - Date.parse(first.startedAt))
}

async function checkPosts({ urls }: StackInfo, { sha256 }: Video, platform: Platform): Promise<void> {
  const answer = await fetch(`${urls.sandbox}/control/posts?platform=${platform}`)
  const posts = ((await answer.json()) as { sha256: string }[]).filter((post) => post.sha256 === sha256)
  if (posts.length === ROUNDS) return
  throw new Error(`${PLATFORM_NAMES[platform]} has ${posts.length} posts with the SHA-256 of the file, not ${ROUNDS}`)
}

function report(uploads: Map<Platform, Upload[]>, levelBytes: number): number {
  console.log(`Growth over the ${inMib(levelBytes)} MiB before (min / median / max of ${ROUNDS})`)
  const rows = [...uploads].map(([platform, rounds]) => [
    PLATFORM_NAMES[platform],
    `${FILES[platform] / MIB} MiB`,
    spread(rounds.map(({ growthBytes }) => growthBytes / MIB)),
    spread(rounds.map(({ bytesPerSecond }) => bytesPerSecond / 1_000_000)),
  ])
  printTable(['', 'file', 'growth MiB', 'MB/s'], rows)
  const worstBytes = Math.max(...[...uploads.values()].flat().map(({ growthBytes }) => growthBytes))
  const isGood = worstBytes < MAX_GROWTH_BYTES
  console.log(
    `  Every post has the file's SHA-256. Growth must stay under ${MAX_GROWTH_BYTES / MIB} MiB: ${isGood ? 'it does' : 'it does not'}.`,
  )
  return isGood ? 0 : 1
}
