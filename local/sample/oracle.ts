import { PLATFORM_NAMES, PLATFORMS, type Platform } from '../../src/domain/platform'
import type { StackInfo } from '../stack/info'
import { hasEnded } from './follow'
import type { Publication } from './publish-sample'
import { SAMPLE } from './sample-video'

interface OraclePost {
  platform: Platform
  postId: string
  caption: string
  sha256: string
}

/** Asks the sandbox, not us, what exists. @returns a sentence for everything that is not as it must be */
export async function faultsOf({ mark, jobs }: Publication, { urls }: StackInfo): Promise<string[]> {
  const answer = await fetch(`${urls.sandbox}/control/posts`)
  const posts = ((await answer.json()) as OraclePost[]).filter(({ caption }) => caption.includes(mark))
  return PLATFORMS.flatMap((platform) => {
    const job = jobs.find((candidate) => candidate.platform === platform)
    const made = posts.filter((post) => post.platform === platform)
    const fault = job && !hasEnded(job) ? `is still ${job.phase}` : faultOf(made, job?.post?.postId ?? null)
    return fault ? [`${PLATFORM_NAMES[platform]} ${fault}.`] : []
  })
}

function faultOf(made: OraclePost[], toldId: string | null): string | undefined {
  const [post, ...more] = made
  if (!post) return 'has no such post'
  if (more.length > 0) return `has the post ${made.length} times`
  if (post.sha256 !== SAMPLE.sha256) return `got another video: its SHA-256 is ${post.sha256}, not ${SAMPLE.sha256}`
  return toldId !== null && toldId !== post.postId ? `has the post as ${post.postId}, not as ${toldId}` : undefined
}
