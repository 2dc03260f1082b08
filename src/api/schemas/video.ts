import { z } from 'zod'
import { id, instantOut, pageOf, paging } from './common'

const videoStatus = z.enum(['PROCESSING', 'READY', 'FAILED'])

const fault = z.object({ code: z.string(), message: z.string(), remedy: z.string() }).meta({ id: 'VideoFault' })

export const video = z
  .object({
    id,
    userId: id,
    key: z.string(),
    title: z.string(),
    durationSeconds: z.number().int().nullable().meta({ description: 'null until it is inspected' }),
    sizeBytes: z.number().int(),
    format: z.string().meta({ examples: ['mp4'] }),
    resolution: z
      .string()
      .nullable()
      .meta({ description: 'null until it is inspected', examples: ['1080x1920'] }),
    aspectRatio: z
      .string()
      .nullable()
      .meta({ description: 'null until it is inspected', examples: ['9:16'] }),
    status: videoStatus.meta({
      description:
        'PROCESSING while it is uploaded or inspected; READY: it may be published; FAILED: it never may, see `faults`',
    }),
    faults: z.array(fault).meta({ description: 'Why it is FAILED' }),
    uploadExpiresAt: instantOut.nullable().meta({ description: 'While it is uploaded: when that is given up' }),
    createdAt: instantOut,
  })
  .meta({ id: 'Video' })

export type VideoView = z.output<typeof video>

export const videoPage = pageOf(video).meta({ id: 'VideoPage' })

export const videoQuery = z.strictObject({ userId: id.optional(), status: videoStatus.optional(), ...paging })

/** Of the listings that are always of one user. */
export const ofUserQuery = z.strictObject({ userId: id, ...paging })

/** A day. */
const MAX_LINK_SECONDS = 86_400

export const linkBody = z
  .strictObject({ lifetimeSeconds: z.number().int().min(60).max(MAX_LINK_SECONDS).default(3_600) })
  .meta({ id: 'DownloadLinkBody', examples: [{ lifetimeSeconds: 3_600 }] })

export const downloadLink = z
  .object({
    url: z.url().meta({ description: 'Whoever has it may fetch the file; a secret until it ends' }),
    expiresAt: instantOut,
  })
  .meta({ id: 'DownloadLink' })
