import { z } from 'zod'
import { planUpload } from '../../domain/upload-plan'
import { PRIVATE_HEADERS } from '../pages'
import { ApiProblem } from '../problems'
import { route } from '../route'
import { id } from '../schemas/common'
import { video } from '../schemas/video'
import { completion, partsQuery, uploadParts } from '../schemas/video-upload'
import { completeUpload } from '../videos/complete-upload'
import { demandVideo, uploadingOf } from '../videos/demand-video'
import type { VideoDeps } from '../videos/deps'
import { partUrls } from '../videos/part-urls'
import { toVideoView } from '../views/video-view'

const params = z.strictObject({ id })

export const postUploadParts = (deps: VideoDeps) =>
  route(
    {
      method: 'post',
      path: '/v1/videos/{id}/upload-parts',
      operationId: 'createUploadParts',
      summary: 'Ask for addresses of further parts of an upload, or for fresh ones',
      tag: 'Videos',
      scope: 'publish',
      params,
      body: partsQuery,
      answer: uploadParts,
      statuses: { 200: 'Where each part may be PUT; a part that is sent again takes the place of the first' },
      problems: ['validation-failed', 'video-not-found', 'not-uploading', 'upload-expired'],
    },
    async ({ params, body, caller }) => {
      const row = await demandVideo(deps.videos, params.id, caller.reach)
      const uploading = uploadingOf(row, deps.clock.nowMs())
      if (!uploading) throw new ApiProblem('not-uploading')
      const { partCount } = planUpload(Number(row.fileSize))
      if (body.from > partCount) {
        const errors = [{ pointer: '/from', code: 'no-such-part', message: `The last part is ${partCount}` }]
        throw new ApiProblem('validation-failed', { errors })
      }
      return { status: 200, headers: PRIVATE_HEADERS, body: await partUrls(deps, uploading, body) }
    },
  )

export const postCompletion = (deps: VideoDeps) =>
  route(
    {
      method: 'post',
      path: '/v1/videos/{id}/complete',
      operationId: 'completeUpload',
      summary: 'Complete an upload: its parts become one object, which is inspected',
      tag: 'Videos',
      scope: 'publish',
      params,
      body: completion,
      answer: video,
      statuses: { 200: 'The video as it stands: READY, FAILED, or PROCESSING where its inspection takes longer' },
      problems: [
        'validation-failed',
        'video-not-found',
        'upload-incomplete',
        'part-differs',
        'size-differs',
        'upload-expired',
        'storage-unreachable',
        'storage-refused',
      ],
    },
    async ({ params, body, caller, log }) => {
      const row = await completeUpload(deps, params.id, body.parts, { reach: caller.reach, log })
      return { status: 200, body: toVideoView(row, deps.rules) }
    },
  )
