import { z } from 'zod'

export const live = z.object({ status: z.literal('ok') }).meta({ id: 'Liveness' })

export const ready = z
  .object({
    status: z.literal('ready'),
    dependencies: z
      .record(z.string(), z.enum(['up', 'down']))
      .meta({ examples: [{ database: 'up', temporal: 'up', storage: 'up' }] }),
  })
  .meta({ id: 'Readiness' })
