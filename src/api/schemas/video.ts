import { z } from 'zod'
import { id, instantOut, pageOf, paging } from './common'

const objectKey = z
  .string()
  .min(1)
  .max(1024)
  .refine((key) => !/[\p{Cc}\\]/u.test(key) && key.split('/').every((step) => !['', '.', '..'].includes(step)), {
    params: { code: 'malformed-key' },
    message: 'Must be a key without empty, "." or ".." steps, backslashes and control characters',
  })

export const videoBody = z
  .strictObject({
    userId: id,
    key: objectKey.meta({ description: 'Of an object that lies in the bucket, under `videos/<userId>/`' }),
    title: z.string().min(1).max(500),
    durationSeconds: z.number().positive().max(86_400),
    resolution: z
      .string()
      .regex(/^[1-9]\d{1,4}x[1-9]\d{1,4}$/, 'Must be <width>x<height> in pixels')
      .meta({ examples: ['1080x1920'] }),
  })
  .meta({
    id: 'VideoBody',
    examples: [
      {
        userId: 'user-1',
        key: 'videos/user-1/bedtime.mp4',
        title: 'Bedtime in five minutes',
        durationSeconds: 30,
        resolution: '1080x1920',
      },
    ],
  })

export const video = z
  .object({
    id,
    userId: id,
    key: z.string(),
    title: z.string(),
    durationSeconds: z.number().int(),
    sizeBytes: z.number().int(),
    format: z.string().meta({ examples: ['mp4'] }),
    resolution: z.string().meta({ examples: ['1080x1920'] }),
    aspectRatio: z.string().meta({ examples: ['9:16'] }),
    status: z.enum(['PROCESSING', 'READY', 'FAILED']),
    createdAt: instantOut,
  })
  .meta({ id: 'Video' })

export type VideoView = z.output<typeof video>

export const videoPage = pageOf(video).meta({ id: 'VideoPage' })

/** Of the listings that are always of one user. */
export const ofUserQuery = z.strictObject({ userId: id, ...paging })
