import { z } from 'zod'
import type { TokenGrant } from '../../domain/ports/platform'
import { grantedScopes } from '../login-call'

const seconds = z.coerce.number().positive()
const token = z.string().min(1)
/** Seen as numbers too. */
const id = z.union([z.string().min(1), z.number()]).transform(String)

const shortToken = z.object({
  access_token: token,
  permissions: z.union([z.string(), z.array(z.string())]).optional(),
})

/** Wrapped, as Meta's pages show it, or flat, as clients read it. */
const oneOf = <T>(flat: z.ZodType<T>): z.ZodType<T> =>
  z.union([flat, z.object({ data: z.tuple([flat]) }).transform(({ data }) => data[0])])

export const codeAnswer = oneOf(shortToken)

/** `expires_in` is missing where a token has no fixed end. */
export const longToken = z.object({ access_token: token, expires_in: seconds.optional() })

/** `user_id` names the account in paths; `id` is the app's own name for the user, which is what a deauthorise call tells. */
export const instagramUser = oneOf(z.object({ user_id: id, id, username: z.string(), account_type: z.string() }))

export const identity = z.object({ id })

export const permissions = z.object({ data: z.array(z.object({ permission: z.string(), status: z.string() })) })

export const pages = z.object({
  data: z.array(
    z.object({
      access_token: token,
      instagram_business_account: z.object({ id, username: z.string().optional() }).optional(),
    }),
  ),
})

/** Documented as a bare `true`, and as the object that other deletions answer. */
export const success = z.union([z.literal(true), z.object({ success: z.literal(true) })])

export const longGrant = (
  { access_token, expires_in = null }: { access_token: string; expires_in?: number | undefined | null },
  told?: string | string[],
): TokenGrant => ({ accessToken: access_token, expiresInSeconds: expires_in, ...grantedScopes(told) })
