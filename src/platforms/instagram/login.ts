import { PublishError } from '../../domain/errors'
import type { HeldTokens, PlatformLogin } from '../../domain/ports/login'
import type { TokenGrant } from '../../domain/ports/platform'
import { isAuthError } from '../../domain/refusal'
import { authorizedGet, formPost, loginCall, type LoginCallSettings, withQuery } from '../login-call'
import { DAY_MS } from '../meanings'
import { instagramErrors } from './errors'
import { codeAnswer, identity, instagramUser, longGrant, longToken } from './login-answers'
import { accountNotProfessional, tokenTooYoung } from './meanings'

export interface InstagramLoginSettings extends LoginCallSettings {
  consentUrl: string
  /** Where codes are exchanged. */
  oauthUrl: string
  apiUrl: string
  /** `v25.0` */
  apiVersion: string
  /** Of the Instagram app, which are not the Facebook app's. */
  appId: string
  appSecret: string
}

const SCOPES = {
  asked: ['instagram_business_basic', 'instagram_business_content_publish', 'instagram_business_manage_insights'],
  needed: ['instagram_business_basic', 'instagram_business_content_publish'],
}

/** Publishing takes a professional account. */
const PERSONAL = 'PERSONAL'

/** How the refusal of a young token looks is not documented: no refusal is believed before a call confirms it. */
const isDoubtful = (error: unknown): boolean =>
  isAuthError(error) || (error instanceof PublishError && error.problem.code === tokenTooYoung.code)

/** Business Login for Instagram: a token of 60 days that extends itself, once it is a day old. */
export function instagramLogin(settings: InstagramLoginSettings): PlatformLogin {
  const call = loginCall('INSTAGRAM', instagramErrors, settings)
  const { apiUrl, apiVersion, appId, appSecret } = settings
  const me = (fields: string) => `${apiUrl}/${apiVersion}/me?fields=${fields}`

  /** The endpoint takes the token in the query only. */
  async function extend(accessToken: string): Promise<TokenGrant> {
    const query = { grant_type: 'ig_refresh_token', access_token: accessToken }
    const url = withQuery(`${apiUrl}/refresh_access_token`, query)
    return longGrant(await call('refresh', { method: 'GET', url }, longToken))
  }

  /** Whether a token that is not extended is good nevertheless. */
  async function confirm({ accessToken, expiresAtMs }: HeldTokens): Promise<TokenGrant> {
    await call('refresh', authorizedGet(me('id'), accessToken), identity)
    const expiresInSeconds = expiresAtMs === null ? null : Math.max(0, (expiresAtMs - settings.clock.nowMs()) / 1000)
    return { accessToken, expiresInSeconds }
  }

  return {
    scopes: SCOPES,
    takesPkce: false,
    rotates: false,
    revocable: false,

    consentUrl: ({ state, redirectUri }) =>
      withQuery(`${settings.consentUrl}/oauth/authorize`, {
        client_id: appId,
        response_type: 'code',
        scope: SCOPES.asked.join(','),
        redirect_uri: redirectUri,
        state,
      }),

    async connect({ code, redirectUri }) {
      const exchange = formPost(`${settings.oauthUrl}/oauth/access_token`, {
        client_id: appId,
        client_secret: appSecret,
        grant_type: 'authorization_code',
        redirect_uri: redirectUri,
        // What the redirect ends in is no part of it.
        code: code.replace(/#_$/, ''),
      })
      const short = await call('connect', exchange, codeAnswer)
      const query = { grant_type: 'ig_exchange_token', client_secret: appSecret, access_token: short.access_token }
      const url = withQuery(`${apiUrl}/access_token`, query)
      const grant = longGrant(await call('connect', { method: 'GET', url }, longToken), short.permissions)
      const whoAmI = authorizedGet(me('id,user_id,username,account_type'), grant.accessToken)
      const { user_id, id, username, account_type } = await call('connect', whoAmI, instagramUser)
      if (account_type === PERSONAL) throw new PublishError({ ...accountNotProfessional })
      return [{ platformUserId: user_id, platformUsername: username, appScopedUserId: id, grant }]
    },

    /** A token younger than a day is refused whatever its state: what a call with it is answered decides. */
    async refresh(tokens) {
      const { refreshedAtMs } = tokens
      if (refreshedAtMs !== null && settings.clock.nowMs() - refreshedAtMs < DAY_MS) return confirm(tokens)
      try {
        return await extend(tokens.accessToken)
      } catch (error) {
        if (isDoubtful(error)) return confirm(tokens)
        throw error
      }
    },

    /** Instagram Login documents no call that ends a grant: only the user can, under "Apps and websites". */
    revoke: () => Promise.resolve('unsupported'),
  }
}
