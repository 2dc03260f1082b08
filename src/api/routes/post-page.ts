import { z } from 'zod'
import type { Posts } from '../../database/posts'
import type { PostSeries } from '../../database/statistics/post-series'
import type { Clock } from '../../domain/ports/clock'
import type { SignedLinks } from '../../security/signed-links'
import { EVERYTHING } from '../../domain/reach'
import { rangeOf } from '../metrics-range'
import { POST_PAGE_HEADERS, toPostPage } from '../post-page/post-page'
import { ApiProblem } from '../problems'
import { route } from '../route'
import { id } from '../schemas/common'
import { pageLink, pageLinkBody } from '../schemas/page-link'
import { toIso } from '../views/instants'
import { lifeOf } from './post-metrics'

export interface PostPageDeps {
  posts: Pick<Posts, 'findShown'>
  postSeries: PostSeries
  /** Of the pages of posts. */
  pageLinks: SignedLinks
  /** Where browsers reach the API. */
  connect: { publicUrl: string }
  clock: Clock
}

export const createPageLink = ({ posts, pageLinks, connect, clock }: PostPageDeps) =>
  route(
    {
      method: 'post',
      path: '/v1/posts/{id}/page-links',
      operationId: 'createPageLink',
      summary: 'Make a link to a page that shows the numbers of a post to whoever has the link',
      tag: 'Posts',
      scope: 'read',
      params: z.strictObject({ id }),
      body: pageLinkBody,
      answer: pageLink,
      statuses: { 201: 'The link: it ends by itself, and with the post' },
      problems: ['validation-failed', 'post-not-found'],
    },
    async ({ params, body, caller }) => {
      const post = await posts.findShown(params.id, caller.reach)
      if (!post) throw new ApiProblem('post-not-found')
      // A link tells its end to the second.
      const endsAtMs = Math.floor(clock.nowMs() / 1_000 + body.lifetimeSeconds) * 1_000
      const url = `${connect.publicUrl}/p/${pageLinks.sign(post.id, endsAtMs)}`
      return {
        status: 201,
        headers: { 'Cache-Control': 'no-store' },
        body: { url, expiresAt: toIso(new Date(endsAtMs)) },
      }
    },
  )

export const showPostPage = ({ posts, postSeries, pageLinks, clock }: PostPageDeps) =>
  route(
    {
      method: 'get',
      path: '/p/{token}',
      operationId: 'showPostPage',
      summary: 'Where such a link leads: the page',
      tag: 'Posts',
      params: z.strictObject({
        token: z
          .string()
          .max(1_024)
          .catch('')
          .meta({ examples: ['cG9zdC0x.MTgwMDA'] }),
      }),
      rawAnswer: { status: 200, mediaType: 'text/html', description: 'With a chart, without script' },
      statuses: { 200: 'A page for people' },
      problems: ['page-link-invalid', 'page-link-expired'],
    },
    async ({ params }) => {
      const nowMs = clock.nowMs()
      const link = pageLinks.verify(params.token, nowMs)
      if (link.state === 'expired') throw new ApiProblem('page-link-expired')
      const post = link.state === 'valid' && (await posts.findShown(link.subject, EVERYTHING))
      if (!post) throw new ApiProblem('page-link-invalid')
      const range = rangeOf({}, lifeOf(post, nowMs))
      const series = await postSeries.ofPost(post.id, range)
      const html = toPostPage({ post, bucket: range.bucket, series, nowMs, expiresAtMs: link.expiresAtMs })
      return { status: 200, headers: POST_PAGE_HEADERS, html }
    },
  )
