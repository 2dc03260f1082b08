import { PublishError } from '../../domain/errors'
import type { ConsentedAccount, HeldTokens, PlatformLogin } from '../../domain/ports/login'
import { isAuthError } from '../../domain/refusal'
import { authorizedGet, loginCall, type LoginCallSettings, withQuery } from '../login-call'
import { refreshTokenOf } from '../references'
import { instagramErrors } from './errors'
import { identity, longToken, pages, permissions, success } from './login-answers'
import { instagramAccountMissing, shared } from './meanings'

export interface FacebookLoginSettings extends LoginCallSettings {
  consentUrl: string
  graphUrl: string
  /** `v25.0` */
  apiVersion: string
  appId: string
  appSecret: string
}

const SCOPES = {
  asked: [
    'instagram_basic',
    'instagram_content_publish',
    'instagram_manage_insights',
    'pages_show_list',
    'pages_read_engagement',
  ],
  needed: ['instagram_basic', 'instagram_content_publish', 'pages_show_list', 'pages_read_engagement'],
}

type Phase = 'connect' | 'refresh'

/**
 * Facebook Login for Business. What publishes is the token of the Page that the Instagram account belongs to; it has no end
 * of its own. The user's token of 60 days stands in the place of a refresh token: it names the Pages, and ends the grant.
 */
export function facebookLogin(settings: FacebookLoginSettings): PlatformLogin {
  const call = loginCall('INSTAGRAM', instagramErrors, settings)
  const graphUrl = `${settings.graphUrl}/${settings.apiVersion}`
  const app = { client_id: settings.appId, client_secret: settings.appSecret }

  /** Both exchanges take their secrets in the query only. */
  const userToken = (phase: Phase, query: Record<string, string>) =>
    call(phase, { method: 'GET', url: withQuery(`${graphUrl}/oauth/access_token`, { ...app, ...query }) }, longToken)
  const lengthened = (phase: Phase, token: string) =>
    userToken(phase, { grant_type: 'fb_exchange_token', fb_exchange_token: token })

  /** The Instagram accounts that the user's Pages stand for, of up to 100 Pages. */
  async function accounts(phase: Phase, user: { access_token: string; expires_in?: number | undefined }) {
    const url = withQuery(`${graphUrl}/me/accounts`, {
      fields: 'access_token,instagram_business_account{id,username}',
      limit: '100',
    })
    const { data } = await call(phase, authorizedGet(url, user.access_token), pages)
    return data.flatMap(({ access_token, instagram_business_account: account }) => {
      if (!account) return []
      const grant = {
        accessToken: access_token,
        refreshToken: user.access_token,
        expiresInSeconds: null,
        ...(user.expires_in && { refreshExpiresInSeconds: user.expires_in }),
      }
      return [{ platformUserId: account.id, platformUsername: account.username ?? account.id, grant }]
    })
  }

  async function granted(token: string): Promise<string[]> {
    const { data } = await call('connect', authorizedGet(`${graphUrl}/me/permissions`, token), permissions)
    return data.flatMap(({ permission, status }) => (status === 'granted' ? permission : []))
  }

  async function renew({ refreshToken, platformUserId }: HeldTokens) {
    const user = await lengthened('refresh', refreshTokenOf('INSTAGRAM', refreshToken))
    const same = (await accounts('refresh', user)).find((account) => account.platformUserId === platformUserId)
    if (!same) throw new PublishError({ ...shared.reconnectRequired })
    return same.grant
  }

  return {
    scopes: SCOPES,
    takesPkce: false,
    rotates: false,
    revocable: true,

    consentUrl: ({ state, redirectUri }) =>
      withQuery(`${settings.consentUrl}/${settings.apiVersion}/dialog/oauth`, {
        client_id: settings.appId,
        response_type: 'code',
        scope: SCOPES.asked.join(','),
        redirect_uri: redirectUri,
        state,
      }),

    async connect({ code, redirectUri }) {
      const short = await userToken('connect', { redirect_uri: redirectUri, code: code.replace(/#_=_$/, '') })
      const long = await lengthened('connect', short.access_token)
      const scopes = await granted(long.access_token)
      const { id: appScopedUserId } = await call(
        'connect',
        authorizedGet(`${graphUrl}/me?fields=id`, long.access_token),
        identity,
      )
      const found = (await accounts('connect', long)).map((account): ConsentedAccount => ({
        ...account,
        appScopedUserId,
        grant: { ...account.grant, scopes },
      }))
      const [first, ...others] = found
      if (!first) throw new PublishError({ ...instagramAccountMissing })
      return [first, ...others]
    },

    /** The user's token may have ended while the Page's is as good as ever: only that one's refusal ends the connection. */
    async refresh(tokens) {
      try {
        return await renew(tokens)
      } catch (error) {
        if (!isAuthError(error)) throw error
        await call('refresh', authorizedGet(`${graphUrl}/me?fields=id`, tokens.accessToken), identity)
        return { accessToken: tokens.accessToken, expiresInSeconds: null }
      }
    },

    /**
     * Ends what the user has granted for every Page ("User permissions"). A user's token that has ended can no longer tell
     * Facebook so: then only the user can.
     */
    async revoke({ refreshToken }) {
      if (refreshToken === null) return 'unsupported'
      const request = { ...authorizedGet(`${graphUrl}/me/permissions`, refreshToken), method: 'DELETE' as const }
      try {
        await call('revoke', request, success)
        return 'revoked'
      } catch (error) {
        if (!isAuthError(error)) throw error
        return error.problem.code === shared.authorizationRemoved.code ? 'revoked' : 'unsupported'
      }
    },
  }
}
