import { z } from 'zod'
import { HEALTH_STATES } from '../../domain/connection-health'
import type { Platform } from '../../domain/platform'
import { id, instantOut, platform } from './common'

/** A platform in a path. */
export const platformInPath = z
  .enum(['tiktok', 'instagram', 'youtube'])
  .transform((name) => name.toUpperCase() as Platform)

const platformUserId = z.string().regex(/^[\x21-\x7e]{1,128}$/, 'Must be 1 to 128 visible ASCII characters')

export const authorizeBody = z
  .strictObject({
    userId: id,
    returnTo: z.string().max(2_000).nullable().default(null).meta({
      description:
        'Where the browser goes in the end, of `CONNECT_RETURN_URLS`; without it, a page of ours tells how it ended',
    }),
    login: z
      .enum(['facebook'])
      .nullable()
      .default(null)
      .meta({ description: "By Facebook Login; without it, by the platform's own" }),
    platformUserId: platformUserId.nullable().default(null).meta({ description: 'Only this account may be connected' }),
  })
  .meta({ id: 'AuthorizeBody', examples: [{ userId: 'cmh2x8v1d0000', returnTo: 'https://app.example/accounts' }] })

export type AuthorizeWish = z.input<typeof authorizeBody>

export const connectLink = z
  .object({
    url: z.url().meta({ description: "To be opened in the user's browser. As good as a key until then" }),
    expiresAt: instantOut,
  })
  .meta({ id: 'ConnectLink' })

const health = z
  .object({
    usable: z.boolean(),
    state: z.enum(HEALTH_STATES),
    reason: z
      .object({ code: z.string(), message: z.string(), remedy: z.string() })
      .nullable()
      .meta({ description: 'null where nothing is wrong' }),
    since: instantOut.nullable(),
    until: instantOut.nullable().meta({ description: 'When the permission ends, unless it is renewed before' }),
    lastRefreshFailure: z
      .object({ code: z.string(), at: instantOut })
      .nullable()
      .meta({ description: 'Of a renewal that failed and was not refused; null after a good one' }),
    scopes: z.object({
      granted: z.array(z.string()).meta({ description: 'Empty where the platform has not told' }),
      missing: z.array(z.string()).meta({ description: 'What publishing needs beside it' }),
    }),
    waitingJobs: z
      .number()
      .int()
      .meta({ description: 'Jobs that go on once the user has connected the account again' }),
  })
  .meta({
    id: 'ConnectionHealth',
    examples: [
      {
        usable: false,
        state: 'reconnect-required',
        reason: {
          code: 'grant-revoked',
          message: 'TikTok does not take the permission any more',
          remedy: 'Ask the user to connect the account again.',
        },
        since: '2027-03-01T17:00:00.000Z',
        until: null,
        lastRefreshFailure: null,
        scopes: { granted: ['user.info.basic', 'video.publish'], missing: [] },
        waitingJobs: 2,
      },
    ],
  })

export const connection = z
  .object({
    id,
    userId: id,
    platform,
    login: z.string().nullable(),
    platformUserId: z
      .string()
      .nullable()
      .meta({ description: 'null once another user has the account that was disconnected here' }),
    platformUsername: z.string().meta({ examples: ['mom.creator'] }),
    status: z.enum(['ACTIVE', 'EXPIRED', 'REVOKED']),
    expiresAt: instantOut.nullable().meta({ description: 'When the access token ends; it is renewed by itself' }),
    connectedAt: instantOut.meta({ description: 'When the user last gave consent' }),
    createdAt: instantOut,
    updatedAt: instantOut,
    health,
  })
  .meta({ id: 'Connection', description: "A user's account on a platform" })

export const disconnected = z
  .object({
    connection,
    revocation: z.enum(['revoked', 'unsupported', 'pending']).meta({
      description: 'What became of the grant at the platform; `pending` is tried until it is over',
    }),
    remedy: z
      .string()
      .nullable()
      .meta({ description: 'What somebody can do about it; null where nothing is left to do' }),
  })
  .meta({ id: 'Disconnected' })

export const connectionList = z.object({ items: z.array(connection) }).meta({ id: 'ConnectionList' })

export type ConnectionView = z.output<typeof connection>

export type ConnectionList = z.output<typeof connectionList>
