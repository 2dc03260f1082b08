import type { Posts } from '../database/posts'
import type { Reach } from '../domain/reach'
import { ApiProblem } from './problems'

/** Why there is no row of a post: `post-archived` with its month, or `post-not-found`. */
export async function missingPost(posts: Pick<Posts, 'archivedMonth'>, id: string, reach: Reach): Promise<ApiProblem> {
  const month = await posts.archivedMonth(id, reach)
  return month === null ? new ApiProblem('post-not-found') : new ApiProblem('post-archived', { month })
}
