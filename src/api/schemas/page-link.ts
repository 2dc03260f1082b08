import { z } from 'zod'
import { instantOut } from './common'

const DAY_SECONDS = 86_400

export const pageLinkBody = z
  .strictObject({
    lifetimeSeconds: z
      .number()
      .int()
      .min(60)
      .max(30 * DAY_SECONDS)
      .default(7 * DAY_SECONDS)
      .meta({ description: 'From a minute to 30 days' }),
  })
  .meta({ id: 'PageLinkBody', examples: [{ lifetimeSeconds: DAY_SECONDS }] })

export const pageLink = z
  .object({
    url: z.url().meta({ description: 'Shows the post to whoever has it: a secret until it ends' }),
    expiresAt: instantOut,
  })
  .meta({ id: 'PageLink' })

export type PageLinkView = z.output<typeof pageLink>
