import type { JobPhase } from '../../../src/domain/job'
import type { Platform } from '../../../src/domain/platform'
import { until } from '../../support/until'
import type { Scene } from './scene'

const OPTIONS: Record<Platform, Record<string, unknown>> = {
  TIKTOK: { privacyLevel: 'PUBLIC_TO_EVERYONE' },
  INSTAGRAM: {},
  YOUTUBE: { title: 'A test video', privacyStatus: 'public', madeForKids: false },
}

export const byService = ({ apiKey }: Scene) => ({ authorization: `Bearer ${apiKey}` })

/** Publishes a video of its own by the API and waits until the job is there. @returns its job id */
export async function publish(scene: Scene, platform: Platform, phase: JobPhase): Promise<string> {
  const { world, caller } = scene
  const { id: videoId } = await world.addVideo(300_000)
  const body = {
    userId: world.userId,
    videoId,
    caption: `A caption of ${videoId}`,
    targets: [{ platform, options: OPTIONS[platform] }],
  }
  const answer = await caller.call('POST', '/v1/publish-jobs', { headers: byService(scene), body })
  if (answer.status !== 202) throw new Error(`The job was not accepted: ${answer.body}`)
  const [{ jobId }] = (JSON.parse(answer.body) as { jobs: [{ jobId: string }] }).jobs
  await until(async () => (await world.prisma.publishJob.findUniqueOrThrow({ where: { jobId } })).phase === phase)
  return jobId
}
