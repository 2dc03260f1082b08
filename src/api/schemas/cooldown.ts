import { z } from 'zod'
import type { Clock } from '../../domain/ports/clock'
import { fault, id, instant, instantOut, platform } from './common'

const scope = z.enum(['writes', 'all']).meta({
  description: '`writes`: what leads to a post; questions about posts that may exist go on. `all`: every call',
})

interface Named {
  platform?: unknown
  connectionId?: unknown
}

const namesBoth = ({ platform, connectionId }: Named) => platform !== undefined && connectionId !== undefined
const namesNeither = ({ platform, connectionId }: Named) => platform === undefined && connectionId === undefined

const ONE_NAME = fault('one-of-platform-and-connection', 'Name either a platform or a connectionId')

export const cooldownQuery = z
  .strictObject({
    platform: platform.optional(),
    connectionId: id.optional().meta({ description: 'All that holds this account, that of every account too' }),
  })
  .refine((query) => !namesBoth(query), ONE_NAME)

export const cooldown = z
  .object({
    id,
    platform,
    reach: z.enum(['app', 'account']).meta({ description: '`app`: every account of the platform' }),
    connectionId: id.nullable().meta({ description: 'null for every account, and where nobody has connected it' }),
    scope,
    reason: z.string().meta({ description: 'A stable code; `paused`: by a person', examples: ['posting-cap'] }),
    message: z.string().meta({ examples: ['TikTok takes no more posts of this account today'] }),
    remedy: z.string().meta({ examples: ['Wait: the jobs go on by themselves.'] }),
    evidence: z.record(z.string(), z.unknown()).meta({ description: 'What the platform answered: codes and ids' }),
    since: instantOut,
    until: instantOut.nullable().meta({ description: 'null: until somebody resumes it' }),
    pausedBy: z.string().nullable().meta({ description: 'null where the platform said so' }),
  })
  .meta({ id: 'Cooldown', description: 'What is not called for a while. Its jobs wait; none fails' })

export const cooldownList = z.object({ items: z.array(cooldown) }).meta({ id: 'CooldownList' })

export type CooldownView = z.output<typeof cooldown>

export type CooldownList = z.output<typeof cooldownList>

/** A wish to pause; the clock tells whether its end lies ahead. */
export const pauseBody = (clock: Clock) =>
  z
    .strictObject({
      platform: platform.optional().meta({ description: 'Every account of it' }),
      connectionId: id.optional().meta({ description: 'This account alone' }),
      reason: z.string().trim().min(1).max(500).meta({ description: 'For whoever looks at a job that waits for it' }),
      until: instant
        .refine((at) => at.getTime() > clock.nowMs(), fault('until-in-the-past', 'Must lie in the future'))
        .optional()
        .meta({ description: 'Without it, until somebody resumes it' }),
      scope: scope.default('writes'),
    })
    .refine((body) => !namesBoth(body) && !namesNeither(body), {
      ...ONE_NAME,
      // So that it is told beside the faults of the members.
      when: ({ value }) => value instanceof Object,
    })
    .meta({
      id: 'PauseBody',
      examples: [{ platform: 'TIKTOK', reason: 'TikTok asked us to look into spam', until: '2027-03-01T18:00:00Z' }],
    })
