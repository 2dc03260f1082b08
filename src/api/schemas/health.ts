import { z } from 'zod'

export const live = z.object({ status: z.literal('ok') }).meta({ id: 'Liveness' })

export const readiness = z
  .object({
    status: z.enum(['ready', 'degraded']),
    dependencies: z
      .record(z.string(), z.enum(['up', 'down']))
      .meta({ examples: [{ database: 'up', temporal: 'up', storage: 'up' }] }),
  })
  .meta({ id: 'Readiness' })
