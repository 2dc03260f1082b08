import type { SandboxAddresses } from './server-child'

/** The configuration by which the sandbox stands in for the platforms. It takes any app's credentials. */
export const platformEnv = (sandbox: SandboxAddresses): Record<string, string> => ({
  TIKTOK_API_URL: sandbox.tiktokUrl,
  TIKTOK_CONSENT_URL: sandbox.tiktokConsentUrl,
  INSTAGRAM_API_URL: sandbox.instagramUrl,
  INSTAGRAM_CONSENT_URL: sandbox.instagramConsentUrl,
  INSTAGRAM_OAUTH_URL: sandbox.instagramOauthUrl,
  FACEBOOK_GRAPH_URL: sandbox.facebookUrl,
  FACEBOOK_UPLOAD_URL: sandbox.ruploadUrl,
  FACEBOOK_CONSENT_URL: sandbox.facebookConsentUrl,
  YOUTUBE_API_URL: sandbox.youtubeUrl,
  YOUTUBE_ANALYTICS_URL: sandbox.youtubeAnalyticsUrl,
  GOOGLE_OAUTH_URL: sandbox.oauthUrl,
  GOOGLE_CONSENT_URL: sandbox.googleConsentUrl,
  TIKTOK_CLIENT_KEY: 'sandbox',
  TIKTOK_CLIENT_SECRET: 'sandbox',
  INSTAGRAM_APP_ID: 'sandbox',
  INSTAGRAM_APP_SECRET: 'sandbox',
  FACEBOOK_APP_ID: 'sandbox',
  FACEBOOK_APP_SECRET: 'sandbox',
  GOOGLE_CLIENT_ID: 'sandbox',
  GOOGLE_CLIENT_SECRET: 'sandbox',
})
