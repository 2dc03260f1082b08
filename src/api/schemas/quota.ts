import { z } from 'zod'
import { instantOut } from './common'

export const quotaDay = z
  .object({
    day: z.iso.date().meta({ description: 'The Pacific day', examples: ['2027-03-01'] }),
    used: z.number().int(),
    limit: z.number().int(),
    costPerUpload: z.number().int(),
    resetAt: instantOut.meta({ description: 'The next midnight in Los Angeles' }),
  })
  .meta({ id: 'YouTubeQuotaDay' })
