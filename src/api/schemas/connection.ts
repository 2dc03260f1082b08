import { z } from 'zod'
import { id, instantOut, platform } from './common'

const connection = z
  .object({
    id,
    userId: id,
    platform,
    platformUserId: z.string(),
    platformUsername: z.string(),
    status: z.enum(['ACTIVE', 'EXPIRED', 'REVOKED']),
    expiresAt: instantOut.nullable().meta({ description: 'When the access token ends; it is renewed by itself' }),
    createdAt: instantOut,
    updatedAt: instantOut,
  })
  .meta({ id: 'Connection', description: "A user's account on a platform" })

export const connectionList = z.object({ items: z.array(connection) }).meta({ id: 'ConnectionList' })

export type ConnectionList = z.output<typeof connectionList>
