import { z } from 'zod'
import type { TokenGrant } from '../../domain/ports/platform'
import { grantedScopes } from '../login-call'

const seconds = z.coerce.number().positive()
const text = z.coerce.string().min(1)

const shortToken = z.object({
  access_token: text,
  permissions: z.union([z.string(), z.array(z.string())]).optional(),
})

/** Wrapped, as Meta's pages show it, or flat, as clients read it. */
export const codeAnswer = z.union([
  shortToken,
  z.object({ data: z.tuple([shortToken]) }).transform(({ data }) => data[0]),
])

/** `expires_in` is missing where a token has no fixed end. */
export const longToken = z.object({ access_token: text, expires_in: seconds.optional() })

/** `user_id` names the account in paths; `id` is the app's own name for the user, which is what a deauthorise call tells. */
export const instagramUser = z.object({
  user_id: text,
  id: text,
  username: z.string(),
  account_type: z.string(),
})

export const identity = z.object({ id: text })

export const permissions = z.object({ data: z.array(z.object({ permission: z.string(), status: z.string() })) })

export const pages = z.object({
  data: z.array(
    z.object({
      access_token: text,
      instagram_business_account: z.object({ id: text, username: z.string().optional() }).optional(),
    }),
  ),
})

export const success = z.object({ success: z.literal(true) })

export const longGrant = (
  { access_token, expires_in = null }: { access_token: string; expires_in?: number | undefined | null },
  told?: string | string[],
): TokenGrant => ({ accessToken: access_token, expiresInSeconds: expires_in, ...grantedScopes(told) })
