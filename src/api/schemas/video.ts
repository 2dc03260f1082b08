import { z } from 'zod'
import { id, instantOut, pageOf, paging } from './common'

const videoStatus = z.enum(['PROCESSING', 'READY', 'FAILED'])

const fault = z.object({ code: z.string(), message: z.string(), remedy: z.string() }).meta({
  id: 'VideoFault',
  examples: [
    {
      code: 'truncated',
      message: 'The file ends before its container says that it does, or its index was never written.',
      remedy: 'Upload the whole file. If it is whole, its recording was not finished: export it again.',
    },
  ],
})

const suitability = z
  .object({
    publishable: z.boolean(),
    violations: z
      .array(z.object({ code: z.string(), message: z.string() }))
      .meta({ description: "The platform's rules that the video breaks, all of them" }),
  })
  .meta({
    id: 'VideoSuitability',
    examples: [
      {
        publishable: false,
        violations: [{ code: 'video-too-long', message: 'lasts 1200 s, more than 900 s' }],
      },
    ],
  })

export const video = z
  .object({
    id,
    userId: id,
    key: z.string().meta({ examples: ['videos/user-1/bedtime.mp4'] }),
    title: z.string().meta({ examples: ['Bedtime in five minutes'] }),
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
    videoCodec: z
      .string()
      .nullable()
      .meta({
        description: 'avc (H.264), hevc (H.265), vp8, vp9, av1, prores, or as its container names it; null: not known',
        examples: ['avc'],
      }),
    audioCodec: z
      .string()
      .nullable()
      .meta({ description: 'aac, opus, mp3, …; null: no sound, or not known', examples: ['aac'] }),
    frameRate: z
      .number()
      .nullable()
      .meta({ description: 'Frames per second, measured at its beginning; null: not known', examples: [29.97] }),
    inspectedAt: instantOut.nullable().meta({ description: 'null until it is inspected' }),
    status: videoStatus.meta({
      description:
        'PROCESSING while it is uploaded or inspected; READY: it may be published; FAILED: it never may, see `faults`',
    }),
    faults: z.array(fault).meta({ description: 'Why it is FAILED' }),
    platforms: z
      .object({ TIKTOK: suitability, INSTAGRAM: suitability, YOUTUBE: suitability })
      .nullable()
      .meta({ description: 'Where it may go, as far as the video itself tells; null while it is not READY' }),
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
