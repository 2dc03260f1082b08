import { z } from 'zod'
import { id, instantOut } from './common'

export const userBody = z
  .strictObject({ email: z.email().max(320), name: z.string().min(1).max(200).nullable().default(null) })
  .meta({ id: 'UserBody', examples: [{ email: 'mom@example.com', name: 'Test Mom Creator' }] })

export const erasing = z.object({ status: z.literal('erasing') }).meta({ id: 'Erasing' })

export const user = z
  .object({
    id,
    email: z.string().meta({ examples: ['mom@example.com'] }),
    name: z.string().nullable(),
    createdAt: instantOut,
    updatedAt: instantOut,
  })
  .meta({ id: 'User' })
