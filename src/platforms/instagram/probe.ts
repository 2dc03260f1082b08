import { PublishError } from '../../domain/errors'
import type { ProbeResult, SentTask, UploadTask } from '../../domain/ports/platform'
import { callContext } from '../call-context'
import type { Container } from './answers'
import type { InstagramClient } from './client'
import { expired, failureOf } from './container'
import { isNotFound } from './errors'
import { obstacle } from './memory'
import { candidates, identityOf, reportOf } from './published'
import { containerIdOf } from './transfer'

/**
 * What became of a commit. The container's status is authoritative while Instagram knows the container and says that it can
 * still be published, or was; where it does not, or the container is past its day, the account's posts are looked through.
 */
export async function probe(
  client: InstagramClient,
  task: SentTask,
  committedAtMs: number,
  nowMs: number,
): Promise<ProbeResult> {
  const container = await containerOf(client, task)
  if (!container || container.status_code === 'EXPIRED') return withoutContainer(client, task, committedAtMs, container)
  switch (container.status_code) {
    case 'PUBLISHED': {
      const { post } = await search(client, task, committedAtMs).catch(listUnread(task))
      return post.platformPostId === null
        ? { verdict: 'published', post, awaiting: 'The Reel is live; its id is awaited.' }
        : { verdict: 'published', post }
    }
    case 'FINISHED': {
      const problem = obstacle(task.reference, nowMs)
      return { verdict: 'not-published', ...(problem && { problem }) }
    }
    case 'ERROR':
      return { verdict: 'refused', problem: failureOf(container, 'verdict', nowMs) }
    case 'IN_PROGRESS':
      return { verdict: 'processing', detail: 'Instagram is processing the container.' }
    default:
      return { verdict: 'unknown', detail: `Instagram reports the status ${container.status_code.slice(0, 40)}.` }
  }
}

/** How long `PUBLISHED` is told is not documented, so an expired container alone does not say that there is no post. */
async function withoutContainer(
  client: InstagramClient,
  task: SentTask,
  committedAtMs: number,
  container: Container | undefined,
): Promise<ProbeResult> {
  const { post, count } = await search(client, task, committedAtMs)
  if (post.platformPostId !== null) return { verdict: 'published', post }
  if (container && count === 0) return { verdict: 'refused', problem: expired }
  return {
    verdict: 'unknown',
    detail: `Instagram ${container ? 'has dropped' : 'does not know'} the container, and ${count} of its posts may be the Reel.`,
  }
}

async function search(client: InstagramClient, task: SentTask, committedAtMs: number) {
  const media = await candidates(client, task, committedAtMs, 'probe')
  return { post: reportOf(identityOf(containerIdOf(task), media)), count: media.length }
}

/** A list that cannot be read for now takes nothing from what the container says. */
const listUnread = (task: UploadTask) => (error: unknown) => {
  if (!(error instanceof PublishError) || error.problem.category !== 'transient') throw error
  return { post: reportOf(identityOf(containerIdOf(task), [])) }
}

/** Undefined where Instagram does not know it. */
async function containerOf(client: InstagramClient, task: UploadTask): Promise<Container | undefined> {
  try {
    return await client.container(containerIdOf(task), callContext(task, 'probe'))
  } catch (error) {
    if (error instanceof PublishError && isNotFound(error.problem.code)) return undefined
    throw error
  }
}
