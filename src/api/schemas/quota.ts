import { z } from 'zod'
import { QUOTA_MODEL_NAMES } from '../../domain/quota'
import { instantOut } from './common'

const day = z.iso.date('Must be a day that exists, such as 2027-03-01').meta({ examples: ['2027-03-01'] })

export const quotaQuery = z.strictObject({
  day: day.optional().meta({ description: 'A Pacific day. Default: today in Los Angeles' }),
})

const closedAt = instantOut
  .nullable()
  .meta({ description: 'Since when YouTube says that it is used up, whatever was counted here' })

const bucket = z
  .object({ name: z.string().meta({ examples: ['reads'] }), used: z.number().int(), limit: z.number().int(), closedAt })
  .meta({ id: 'YouTubeQuotaBucket', description: 'Calls that YouTube counts apart from uploads' })

export const quotaDay = z
  .object({
    day: day.meta({ description: 'The Pacific day' }),
    model: z.enum(QUOTA_MODEL_NAMES).meta({
      description:
        '`units-1600`: uploads and calls share the units of the day; `upload-bucket`: uploads are counted apart',
    }),
    used: z.number().int().meta({ description: 'What is held and spent for uploads, and `callUnits`' }),
    limit: z.number().int(),
    costPerUpload: z.number().int(),
    placesFree: z.number().int().meta({ description: 'Uploads that the day has room for' }),
    uploads: z.object({
      held: z.number().int().meta({ description: 'Places of jobs that have not sent their upload yet' }),
      spent: z.number().int(),
    }),
    callUnits: z.number().int().meta({ description: 'What calls other than uploads have taken of the day' }),
    closedAt,
    resetAt: instantOut.meta({ description: 'The midnight in Los Angeles that ends the day' }),
    buckets: z.array(bucket),
    queue: z
      .object({
        waiting: z.number().int().meta({ description: 'Jobs that wait for an upload' }),
        users: z.number().int().meta({ description: 'Whose jobs these are' }),
        nextGrantAt: instantOut.meta({ description: 'When a new day is given to them' }),
      })
      .meta({ description: 'As it stands now, whatever day was asked for' }),
    forecast: z
      .array(z.object({ day, uploads: z.number().int() }))
      .meta({ description: 'How many of the queue each coming day should take, as things stand' }),
  })
  .meta({ id: 'YouTubeQuotaDay' })
