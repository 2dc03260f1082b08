import { createHash } from 'node:crypto'
import { z } from 'zod'
import { PublishError } from '../../domain/errors'
import type { PlatformLogin } from '../../domain/ports/login'
import type { TokenGrant } from '../../domain/ports/platform'
import type { QuotaMeter } from '../../domain/ports/quota'
import { isAuthError } from '../../domain/refusal'
import { authorizedGet, formPost, grantedScopes, loginCall, type LoginCallSettings, withQuery } from '../login-call'
import { refreshTokenOf } from '../references'
import { youtubeErrors } from './errors'
import { meanings } from './meanings'
import { meteredCall } from './metered-call'

export interface GoogleLoginSettings extends LoginCallSettings {
  apiUrl: string
  consentUrl: string
  oauthUrl: string
  clientId: string
  clientSecret: string
  meter: QuotaMeter
}

const SCOPE = 'https://www.googleapis.com/auth'
/** Manages the account: what adding to a playlist takes, and wide enough for every other call of the Data API. */
const MANAGE = `${SCOPE}/youtube`
const FORCE_SSL = `${SCOPE}/youtube.force-ssl`
const UPLOAD = `${SCOPE}/youtube.upload`
const READ = `${SCOPE}/youtube.readonly`

const SCOPES = {
  asked: [UPLOAD, READ, MANAGE, `${SCOPE}/yt-analytics.readonly`],
  needed: [UPLOAD, READ],
  impliedBy: { [UPLOAD]: [MANAGE, FORCE_SSL], [READ]: [MANAGE, FORCE_SSL], [MANAGE]: [FORCE_SSL] },
}

const tokenAnswer = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive(),
  /** At consent only; a refresh keeps the one there is. */
  refresh_token: z.string().min(1).optional(),
  /** Of a grant that is limited in time. */
  refresh_token_expires_in: z.coerce.number().positive().optional(),
  scope: z.string().optional(),
})

/** Without a channel, `items` is missing. */
const channels = z.object({
  kind: z.string(),
  items: z.array(z.object({ id: z.string().min(1), snippet: z.object({ title: z.string() }) })).default([]),
})

/** Google's OAuth 2.0 for web servers. The token is bound to the channel that the user has picked at consent. */
export function youtubeLogin(settings: GoogleLoginSettings): PlatformLogin {
  const call = loginCall('YOUTUBE', youtubeErrors, settings)
  const app = { client_id: settings.clientId, client_secret: settings.clientSecret }
  const token = (phase: 'connect' | 'refresh', fields: Record<string, string>) =>
    call(phase, formPost(`${settings.oauthUrl}/token`, { ...app, ...fields }), tokenAnswer)

  async function ownChannel(accessToken: string) {
    const request = authorizedGet(`${settings.apiUrl}/youtube/v3/channels?part=snippet&mine=true`, accessToken)
    const { items } = await meteredCall(settings.meter, { purpose: 'list', user: 'publishing' }, () =>
      call('connect', request, channels),
    )
    return items[0]
  }

  return {
    scopes: SCOPES,
    takesPkce: true,
    rotates: false,
    revocable: true,

    consentUrl({ state, redirectUri, verifier }) {
      return withQuery(`${settings.consentUrl}/o/oauth2/v2/auth`, {
        client_id: settings.clientId,
        response_type: 'code',
        scope: SCOPES.asked.join(' '),
        redirect_uri: redirectUri,
        state,
        access_type: 'offline',
        // Without consent, a user who comes again brings no refresh token; without the choice, the wrong account.
        prompt: 'consent select_account',
        include_granted_scopes: 'true',
        code_challenge: verifier && createHash('sha256').update(verifier).digest('base64url'),
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
      const channel = await ownChannel(answer.access_token)
      if (!channel) throw new PublishError({ ...meanings.channelMissing })
      const { id: platformUserId, snippet } = channel
      return [{ platformUserId, platformUsername: snippet.title, appScopedUserId: null, grant: grantOf(answer) }]
    },

    async refresh({ refreshToken }) {
      const refresh_token = refreshTokenOf('YOUTUBE', refreshToken)
      return grantOf(await token('refresh', { grant_type: 'refresh_token', refresh_token }))
    },

    /** Either token ends all that the Google account has granted, for each of its channels. */
    async revoke({ accessToken, refreshToken }) {
      const request = formPost(`${settings.oauthUrl}/revoke`, { token: refreshToken ?? accessToken })
      try {
        await call('revoke', request, z.unknown())
      } catch (error) {
        if (!isAuthError(error)) throw error
      }
      return 'revoked'
    },
  }
}

const grantOf = (answer: z.output<typeof tokenAnswer>): TokenGrant => ({
  accessToken: answer.access_token,
  expiresInSeconds: answer.expires_in,
  ...(answer.refresh_token && { refreshToken: answer.refresh_token }),
  ...(answer.refresh_token_expires_in && { refreshExpiresInSeconds: answer.refresh_token_expires_in }),
  ...grantedScopes(answer.scope),
})
