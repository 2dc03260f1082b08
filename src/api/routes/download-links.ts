import { z } from 'zod'
import { sameObject } from '../../domain/source-object'
import { uploadStanding } from '../../domain/video-upload'
import { PRIVATE_HEADERS } from '../pages'
import { ApiProblem } from '../problems'
import { route } from '../route'
import { id } from '../schemas/common'
import { downloadLink, linkBody } from '../schemas/video'
import { demandVideo } from '../videos/demand-video'
import type { VideoDeps } from '../videos/deps'

export const postDownloadLink = ({ videos, objects, clock }: VideoDeps) =>
  route(
    {
      method: 'post',
      path: '/v1/videos/{id}/download-links',
      operationId: 'createDownloadLink',
      summary: 'Make a link by which the file can be fetched for a while',
      tag: 'Videos',
      scope: 'read',
      params: z.strictObject({ id }),
      body: linkBody,
      answer: downloadLink,
      statuses: { 201: 'The link: whoever has it may fetch the file until it ends' },
      problems: [
        'validation-failed',
        'video-not-found',
        'not-uploaded',
        'source-missing',
        'source-changed',
        'storage-unreachable',
        'storage-refused',
      ],
    },
    async ({ params, body, caller }) => {
      const row = await demandVideo(videos, params.id, caller.reach)
      if (uploadStanding(row) !== 'uploaded') throw new ApiProblem('not-uploaded')
      sameObject(await objects.head(row.r2Key), { etag: row.etag, sizeBytes: Number(row.fileSize) })
      const lifetimeMs = 1_000 * body.lifetimeSeconds
      const url = await objects.downloadUrl(row.r2Key, fileNameOf(row), lifetimeMs)
      return {
        status: 201,
        headers: PRIVATE_HEADERS,
        body: { url, expiresAt: new Date(clock.nowMs() + lifetimeMs).toISOString() },
      }
    },
  )

/** A title may hold what no file system takes, and more than a header does. */
const fileNameOf = ({ title, format }: { title: string; format: string }): string =>
  `${[...title.replaceAll(/[\p{Cc}/\\:]/gu, '_')].slice(0, 100).join('')}.${format}`
