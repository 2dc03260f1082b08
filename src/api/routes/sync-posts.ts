import type { ForceSync, SyncWish } from '../../database/metrics/force-sync'
import type { Posts } from '../../database/posts'
import type { Users } from '../../database/users'
import type { SyncRuns } from '../../domain/ports/sync'
import type { Reach } from '../../domain/reach'
import { missingPost } from '../missing-post'
import { ApiProblem } from '../problems'
import { bestEffort } from '../publish/best-effort'
import { route } from '../route'
import { forcedSync, syncBody } from '../schemas/sync'

export interface SyncDeps {
  forceSync: ForceSync
  posts: Pick<Posts, 'find' | 'archivedMonth'>
  users: Pick<Users, 'standing'>
  syncRuns: SyncRuns
}

export const syncPosts = (deps: SyncDeps) =>
  route(
    {
      method: 'post',
      path: '/v1/posts/sync',
      operationId: 'syncPosts',
      summary: "Bring the numbers of a post, of a user's posts or of all posts at once",
      tag: 'Posts',
      scope: 'publish',
      body: syncBody,
      answer: forcedSync,
      statuses: { 202: 'The posts are due; a round that reads them is begun, or follows within its interval' },
      problems: ['validation-failed', 'post-not-found', 'post-archived', 'user-not-found'],
    },
    async ({ body: { postId, userId, platform }, caller, log }) => {
      const wish = postId ? { postId } : userId ? { userId, platform } : ({ all: true } as const)
      if ('all' in wish && !caller.scopes.includes('operate'))
        throw new ApiProblem('scope-missing', { scope: 'operate' })
      await checkSubject(deps, wish, caller.reach)
      const forced = await deps.forceSync(wish)
      log.info({ ...wish, ...forced }, 'a sync was asked for')
      // Nobody need be woken for what is left out.
      if (forced.posts > 0) await bestEffort(log, { act: 'sync', ...forced }, () => deps.syncRuns.start())
      return { status: 202, body: forced }
    },
  )

/** @throws ApiProblem where there is no such post or user */
async function checkSubject({ posts, users }: SyncDeps, wish: SyncWish, reach: Reach): Promise<void> {
  if ('postId' in wish && !(await posts.find(wish.postId, reach))) throw await missingPost(posts, wish.postId, reach)
  if ('userId' in wish && !(await users.standing(wish.userId, reach))) throw new ApiProblem('user-not-found')
}
