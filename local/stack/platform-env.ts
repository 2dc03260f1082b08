import type { SandboxAddresses } from './server-child'

/** The configuration by which the sandbox stands in for the platforms. It takes any app's credentials. */
export const platformEnv = (sandbox: SandboxAddresses): Record<string, string> => ({
  TIKTOK_API_URL: sandbox.tiktokUrl,
  INSTAGRAM_API_URL: sandbox.instagramUrl,
  FACEBOOK_GRAPH_URL: sandbox.facebookUrl,
  FACEBOOK_UPLOAD_URL: sandbox.ruploadUrl,
  YOUTUBE_API_URL: sandbox.youtubeUrl,
  GOOGLE_OAUTH_URL: sandbox.oauthUrl,
  TIKTOK_CLIENT_KEY: 'sandbox',
  TIKTOK_CLIENT_SECRET: 'sandbox',
  GOOGLE_CLIENT_ID: 'sandbox',
  GOOGLE_CLIENT_SECRET: 'sandbox',
})
