import { z } from 'zod'
import { fault, id, platform } from './common'

const told = (value: unknown) => value !== undefined

/** So that it is told beside the faults of the members. */
const when = ({ value }: { value: unknown }) => value instanceof Object

export const syncBody = z
  .strictObject({
    postId: id.optional().meta({ description: 'This post alone' }),
    userId: id.optional().meta({ description: 'Every post of the user' }),
    platform: platform.optional().meta({ description: "Of the user's posts, those on this platform alone" }),
    all: z.literal(true).optional().meta({ description: 'Every post of everybody; needs the scope `operate`, too' }),
  })
  .refine(({ postId, userId, all }) => [postId, userId, all].filter(told).length === 1, {
    ...fault('one-of-post-user-and-all', 'Name exactly one of postId, userId and all'),
    when,
  })
  .refine(({ platform, userId }) => !told(platform) || told(userId), {
    ...fault('platform-without-user', 'Goes with a userId only'),
    path: ['platform'],
    when,
  })
  .meta({ id: 'SyncBody', examples: [{ userId: 'cmh2x8v1d0000', platform: 'TIKTOK' }] })

export const forcedSync = z
  .object({
    posts: z.number().int().meta({ description: 'Posts whose numbers are brought at once' }),
    recent: z.number().int().meta({
      description: 'Posts that are left out, since their numbers are less than a minute old',
    }),
  })
  .meta({ id: 'ForcedSync', description: 'What a forced sync asks for. Archived and deleted posts are not brought' })
