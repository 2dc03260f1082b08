import { z } from 'zod'
import { createVideo } from '../videos/create-video'
import { deleteVideo } from '../videos/delete-video'
import { demandVideo, uploadingOf } from '../videos/demand-video'
import type { VideoDeps } from '../videos/deps'
import { inspectNow } from '../videos/inspect-now'
import { toUploadView } from '../videos/part-urls'
import { PRIVATE_HEADERS } from '../pages'
import { route } from '../route'
import { id, idempotencyKey } from '../schemas/common'
import { video, videoPage, videoQuery } from '../schemas/video'
import { newVideo, videoBody } from '../schemas/video-upload'
import { toPageRequest, toPageView } from '../views/page-view'
import { toVideoView } from '../views/video-view'

const params = z.strictObject({ id })

export const postVideo = (deps: VideoDeps) =>
  route(
    {
      method: 'post',
      path: '/v1/videos',
      operationId: 'createVideo',
      summary: 'Begin the upload of a video straight to the bucket, or register one that lies there',
      tag: 'Videos',
      scope: 'publish',
      headers: z.object({
        'idempotency-key': idempotencyKey
          .meta({ description: 'Makes a repeated request answer the same video, with fresh addresses' })
          .optional(),
      }),
      body: videoBody,
      answer: newVideo,
      statuses: { 200: 'The object was registered before', 201: 'Made: upload its parts, or see how it was inspected' },
      problems: [
        'validation-failed',
        'video-key-taken',
        'idempotency-key-reused',
        'video-deleted',
        'upload-expired',
        'user-being-erased',
        'storage-unreachable',
        'storage-refused',
      ],
    },
    async ({ body, headers, caller, log }) => {
      const { row, as } = await createVideo(deps, body, headers['idempotency-key'], { caller, log })
      const uploading = uploadingOf(row, deps.clock.nowMs())
      const view = uploading
        ? { ...toVideoView(row, deps.rules), upload: await toUploadView(deps, uploading) }
        : { ...toVideoView(await inspectNow(deps, row, caller.reach, log), deps.rules), upload: null }
      return {
        status: as === 'known' ? 200 : 201,
        headers: { ...PRIVATE_HEADERS, ...(as === 'replayed' && { 'Idempotent-Replayed': 'true' }) },
        body: view,
      }
    },
  )

export const listVideos = ({ videos, rules }: VideoDeps) =>
  route(
    {
      method: 'get',
      path: '/v1/videos',
      operationId: 'listVideos',
      summary: 'List videos, newest first',
      tag: 'Videos',
      scope: 'read',
      query: videoQuery,
      answer: videoPage,
      statuses: { 200: 'A page of videos' },
      problems: ['validation-failed'],
    },
    async ({ query, caller }) => {
      const page = await videos.list(query, toPageRequest(query), caller.reach)
      return { status: 200, body: toPageView(page, (row) => toVideoView(row, rules)) }
    },
  )

export const getVideo = ({ videos, rules }: VideoDeps) =>
  route(
    {
      method: 'get',
      path: '/v1/videos/{id}',
      operationId: 'getVideo',
      summary: 'Read a video: whether it may be published, and why not',
      tag: 'Videos',
      scope: 'read',
      params,
      answer: video,
      statuses: { 200: 'The video' },
      problems: ['validation-failed', 'video-not-found'],
    },
    async ({ params, caller }) => ({
      status: 200,
      body: toVideoView(await demandVideo(videos, params.id, caller.reach), rules),
    }),
  )

export const removeVideo = (deps: VideoDeps) =>
  route(
    {
      method: 'delete',
      path: '/v1/videos/{id}',
      operationId: 'deleteVideo',
      summary: 'Delete a video, or abandon its upload; its posts stay on the platforms',
      tag: 'Videos',
      scope: 'publish',
      params,
      query: z.strictObject({
        jobs: z.enum(['cancel']).optional().meta({ description: 'What becomes of its live jobs' }),
      }),
      statuses: {
        204: 'Deleted; done before, it answers the same. Its object is removed after RETENTION_DELETED_DAYS, once no post needs it',
      },
      problems: ['validation-failed', 'video-not-found', 'video-busy', 'video-in-use'],
    },
    async ({ params, query, caller, log }) => {
      await deleteVideo(deps, params.id, query.jobs, { reach: caller.reach, log })
      return { status: 204 }
    },
  )
