import type { Config } from '../config'
import type { CallWatch } from '../domain/ports/call-watch'
import type { Clock } from '../domain/ports/clock'
import type { Logins } from '../domain/ports/login'
import type { QuotaMeter } from '../domain/ports/quota'
import { createLogins, type LoginsOptions } from '../platforms/logins'

export const loginsOf = (config: Config, clock: Clock, meter: QuotaMeter, watch: CallWatch): Logins =>
  createLogins({
    clock,
    watch,
    requestTimeoutMs: config.REQUEST_TIMEOUT_MS,
    tiktok: {
      apiUrl: config.TIKTOK_API_URL,
      consentUrl: config.TIKTOK_CONSENT_URL,
      clientKey: config.TIKTOK_CLIENT_KEY,
      clientSecret: config.TIKTOK_CLIENT_SECRET,
    },
    instagram: {
      apiUrl: config.INSTAGRAM_API_URL,
      apiVersion: config.INSTAGRAM_API_VERSION,
      consentUrl: config.INSTAGRAM_CONSENT_URL,
      oauthUrl: config.INSTAGRAM_OAUTH_URL,
      appId: config.INSTAGRAM_APP_ID,
      appSecret: config.INSTAGRAM_APP_SECRET,
    },
    facebook: facebookOf(config),
    youtube: {
      apiUrl: config.YOUTUBE_API_URL,
      consentUrl: config.GOOGLE_CONSENT_URL,
      oauthUrl: config.GOOGLE_OAUTH_URL,
      clientId: config.GOOGLE_CLIENT_ID,
      clientSecret: config.GOOGLE_CLIENT_SECRET,
      meter,
    },
  })

function facebookOf(config: Config): LoginsOptions['facebook'] {
  const { FACEBOOK_APP_ID: appId, FACEBOOK_APP_SECRET: appSecret } = config
  if (appId === undefined || appSecret === undefined) return null
  return {
    consentUrl: config.FACEBOOK_CONSENT_URL,
    graphUrl: config.FACEBOOK_GRAPH_URL,
    apiVersion: config.INSTAGRAM_API_VERSION,
    appId,
    appSecret,
  }
}
