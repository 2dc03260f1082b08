import { z } from 'zod'
import type { Posts } from '../../database/posts'
import { missingPost } from '../missing-post'
import { route } from '../route'
import { id } from '../schemas/common'
import { ofUserQuery } from '../schemas/video'
import { post, postPage } from '../schemas/post'
import { toPageRequest, toPageView } from '../views/page-view'
import { toPostView } from '../views/post-view'

export const listPosts = (posts: Posts) =>
  route(
    {
      method: 'get',
      path: '/v1/posts',
      operationId: 'listPosts',
      summary: "List a user's posts, newest first",
      tag: 'Posts',
      scope: 'read',
      query: ofUserQuery,
      answer: postPage,
      statuses: { 200: 'A page of posts' },
      problems: ['validation-failed'],
    },
    async ({ query, caller }) => {
      const page = await posts.ofUser(query.userId, toPageRequest(query), caller.reach)
      return { status: 200, body: toPageView(page, toPostView) }
    },
  )

export const getPost = (posts: Posts) =>
  route(
    {
      method: 'get',
      path: '/v1/posts/{id}',
      operationId: 'getPost',
      summary: 'Read a post with its counters',
      tag: 'Posts',
      scope: 'read',
      params: z.strictObject({ id }),
      answer: post,
      statuses: { 200: 'The post' },
      problems: ['validation-failed', 'post-not-found', 'post-archived'],
    },
    async ({ params, caller: { reach } }) => {
      const row = await posts.find(params.id, reach)
      if (!row) throw await missingPost(posts, params.id, reach)
      return { status: 200, body: toPostView(row) }
    },
  )
