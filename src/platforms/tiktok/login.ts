import { createHash } from 'node:crypto'
import { z } from 'zod'
import { PublishError } from '../../domain/errors'
import type { PlatformLogin } from '../../domain/ports/login'
import type { TokenGrant } from '../../domain/ports/platform'
import { isAuthError } from '../../domain/refusal'
import { authorizedGet, formPost, grantedScopes, loginCall, type LoginCallSettings, withQuery } from '../login-call'
import { refreshTokenOf } from '../references'
import { tiktokErrors } from './errors'

export interface TikTokLoginSettings extends LoginCallSettings {
  apiUrl: string
  consentUrl: string
  clientKey: string
  clientSecret: string
}

type Phase = 'connect' | 'refresh' | 'revoke'

const tokenAnswer = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive(),
  refresh_token: z.string().min(1),
  refresh_expires_in: z.coerce.number().positive().optional(),
  open_id: z.string().min(1),
  scope: z.string().optional(),
})

/** An empty body, or an object; failures have been seen with HTTP 200, and successes with an empty `error`. */
const revoked = z.object({ error: z.literal('').optional() }).optional()

const userInfo = z.object({
  data: z.object({ user: z.object({ username: z.string().optional(), display_name: z.string().optional() }) }),
})

const SCOPES = {
  asked: ['user.info.basic', 'user.info.profile', 'user.info.stats', 'video.list', 'video.publish', 'video.upload'],
  needed: ['user.info.basic', 'video.publish'],
}

/** The names of a user, by the scope that each takes. */
const NAME_FIELDS = { 'user.info.profile': 'username', 'user.info.basic': 'display_name' }

/** Login Kit and OAuth v2: `client_key`, scopes between commas, flat answers, a refresh token that dies with its use. */
export function tiktokLogin(settings: TikTokLoginSettings): PlatformLogin {
  const call = loginCall('TIKTOK', tiktokErrors, settings)
  const app = { client_key: settings.clientKey, client_secret: settings.clientSecret }

  const token = (phase: Phase, fields: Record<string, string>) =>
    call(phase, formPost(`${settings.apiUrl}/v2/oauth/token/`, { ...app, ...fields }), tokenAnswer)

  async function renewed(phase: Phase, refreshToken: string | null): Promise<TokenGrant> {
    const refresh_token = refreshTokenOf('TIKTOK', refreshToken)
    return grantOf(await token(phase, { grant_type: 'refresh_token', refresh_token }))
  }

  const end = async (accessToken: string): Promise<void> => {
    await call('revoke', formPost(`${settings.apiUrl}/v2/oauth/revoke/`, { ...app, token: accessToken }), revoked)
  }

  /** A name is not worth the consent: what cannot be read of it is left out. */
  async function nameOf(openId: string, { accessToken, scopes = [] }: TokenGrant): Promise<string> {
    const fields = Object.entries(NAME_FIELDS).flatMap(([scope, field]) => (scopes.includes(scope) ? field : []))
    if (fields.length === 0) return openId
    const url = `${settings.apiUrl}/v2/user/info/?fields=${fields.join()}`
    try {
      const { user } = (await call('connect', authorizedGet(url, accessToken), userInfo)).data
      return user.username || user.display_name || openId
    } catch (error) {
      if (error instanceof PublishError) return openId
      throw error
    }
  }

  return {
    scopes: SCOPES,
    takesPkce: true,
    rotates: true,
    revocable: true,

    consentUrl({ state, redirectUri, verifier }) {
      return withQuery(`${settings.consentUrl}/v2/auth/authorize/`, {
        client_key: settings.clientKey,
        response_type: 'code',
        scope: SCOPES.asked.join(','),
        redirect_uri: redirectUri,
        state,
        code_challenge: verifier && hexChallenge(verifier),
        code_challenge_method: verifier && 'S256',
      })
    },

    async connect({ code, redirectUri, verifier }) {
      const answer = await token('connect', {
        grant_type: 'authorization_code',
        code,
        redirect_uri: redirectUri,
        ...(verifier && { code_verifier: verifier }),
      })
      const platformUserId = answer.open_id
      const grant = grantOf(answer)
      return [{ platformUserId, platformUsername: await nameOf(platformUserId, grant), appScopedUserId: null, grant }]
    },

    refresh: ({ refreshToken }) => renewed('refresh', refreshToken),

    /**
     * By access token, which may have ended while the grant lives: then a new one is made to end it. A refresh that is
     * refused says that the grant has ended, or that an earlier try has used up the token whose answer was lost: either way
     * nobody holds a token of it any more.
     */
    async revoke({ accessToken, refreshToken }) {
      try {
        await end(accessToken)
      } catch (error) {
        if (!isAuthError(error)) throw error
        const fresh = await renewed('revoke', refreshToken).catch((refusal: unknown) => {
          if (isAuthError(refusal)) return null
          throw refusal
        })
        if (fresh) await end(fresh.accessToken)
      }
      return 'revoked'
    },
  }
}

/** Login Kit for desktop writes the hash in hex, where RFC 7636 has base64url. */
const hexChallenge = (verifier: string): string => createHash('sha256').update(verifier).digest('hex')

const grantOf = (answer: z.output<typeof tokenAnswer>): TokenGrant => ({
  accessToken: answer.access_token,
  refreshToken: answer.refresh_token,
  expiresInSeconds: answer.expires_in,
  ...(answer.refresh_expires_in && { refreshExpiresInSeconds: answer.refresh_expires_in }),
  ...grantedScopes(answer.scope),
})
