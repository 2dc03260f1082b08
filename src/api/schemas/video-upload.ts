import { z } from 'zod'
import { MAX_PARTS, MAX_VIDEO_BYTES } from '../../domain/upload-plan'
import { VIDEO_FORMATS, type VideoMediaType } from '../../domain/video-upload'
import { id, instantOut } from './common'
import { video } from './video'

const objectKey = z
  .string()
  .min(1)
  .max(1024)
  .refine((key) => !/[\p{Cc}\\]/u.test(key) && key.split('/').every((step) => !['', '.', '..'].includes(step)), {
    params: { code: 'malformed-key' },
    message: 'Must be a key without empty, "." or ".." steps, backslashes and control characters',
  })

const title = z
  .string()
  .min(1)
  .max(500)
  .meta({ examples: ['Bedtime in five minutes'] })

const uploadBody = z
  .strictObject({
    userId: id,
    title,
    sizeBytes: z
      .number()
      .int()
      .min(1)
      .max(MAX_VIDEO_BYTES)
      .meta({ description: 'Of the whole file', examples: [52_428_800] }),
    contentType: z.enum(Object.keys(VIDEO_FORMATS) as [VideoMediaType, ...VideoMediaType[]]),
  })
  .meta({
    id: 'VideoUpload',
    description: 'Of a file that the caller uploads, part by part, straight to the bucket',
    examples: [{ userId: 'user-1', title: 'Bedtime in five minutes', sizeBytes: 52_428_800, contentType: 'video/mp4' }],
  })

const registrationBody = z
  .strictObject({
    userId: id,
    title,
    key: objectKey.meta({
      description: 'Of an object that lies in the bucket, under `videos/<userId>/` unless an operator calls',
      examples: ['videos/user-1/bedtime.mp4'],
    }),
  })
  .meta({
    id: 'VideoRegistration',
    description: 'Of an object that lies in the bucket',
    examples: [{ userId: 'user-1', title: 'Bedtime in five minutes', key: 'videos/user-1/bedtime.mp4' }],
  })

export type UploadBody = z.output<typeof uploadBody>
export type RegistrationBody = z.output<typeof registrationBody>

export const videoBody = z.union([uploadBody, registrationBody]).meta({ id: 'VideoBody' })

export type VideoBody = z.output<typeof videoBody>

/** As many addresses as one answer holds. */
export const MAX_PART_URLS = 100

export const uploadParts = z
  .object({
    parts: z.array(
      z
        .object({
          number: z.number().int().min(1).max(MAX_PARTS),
          url: z
            .url()
            .meta({ description: 'Where the part may be PUT, with exactly that many bytes; a secret until it ends' }),
          sizeBytes: z.number().int(),
        })
        .meta({ id: 'UploadPart' }),
    ),
    urlsExpireAt: instantOut.meta({ description: 'Until when the addresses are good; upload-parts gives new ones' }),
  })
  .meta({ id: 'UploadParts' })

export const newVideo = video
  .extend({
    upload: uploadParts
      .extend({
        partSizeBytes: z
          .number()
          .int()
          .meta({ description: 'Of every part but the last', examples: [16_777_216] }),
        partCount: z
          .number()
          .int()
          .meta({ description: `The first ${MAX_PART_URLS} of them are in \`parts\`` }),
        expiresAt: instantOut.meta({ description: 'When the upload is given up unless it is completed' }),
      })
      .meta({ id: 'Upload' })
      .nullable()
      .meta({ description: 'null where the object is in the bucket already' }),
  })
  .meta({ id: 'NewVideo' })

export const partsQuery = z
  .strictObject({
    from: z.number().int().min(1).max(MAX_PARTS).meta({ description: 'The number of the first part' }),
    count: z.number().int().min(1).max(MAX_PART_URLS),
  })
  .meta({ id: 'UploadPartsQuery', examples: [{ from: 101, count: 100 }] })

export const completion = z
  .strictObject({
    parts: z
      .array(
        z.strictObject({
          number: z.number().int().min(1).max(MAX_PARTS),
          etag: z
            .string()
            .regex(/^"?[\w.+/=-]{1,128}"?$/, "Must be the ETag of the answer to the part's PUT")
            .transform((etag) => etag.replaceAll('"', ''))
            .meta({ examples: ['9b2cf535f27731c974343645a3985328'] }),
        }),
      )
      .min(1)
      .max(MAX_PARTS)
      .meta({ description: 'Each part once, in any order' }),
  })
  .meta({
    id: 'UploadCompletion',
    examples: [{ parts: [{ number: 1, etag: '9b2cf535f27731c974343645a3985328' }] }],
  })

export type CompletedParts = z.output<typeof completion>['parts']
