import { randomBytes } from 'node:crypto'

/** The configuration of an API process over a database. Nothing listens where Temporal and R2 should be. */
export const apiEnv = (databaseUrl: string): Record<string, string> => ({
  DATABASE_URL: databaseUrl,
  TEMPORAL_ADDRESS: '127.0.0.1:1',
  R2_ENDPOINT: 'http://127.0.0.1:1',
  R2_BUCKET: 'videos',
  R2_ACCESS_KEY_ID: 'key',
  R2_SECRET_ACCESS_KEY: 'secret',
  TOKEN_KEYS: `test:${randomBytes(32).toString('base64')}`,
  TIKTOK_CLIENT_KEY: 'key',
  TIKTOK_CLIENT_SECRET: 'secret',
  INSTAGRAM_APP_ID: 'id',
  INSTAGRAM_APP_SECRET: 'secret',
  GOOGLE_CLIENT_ID: 'id',
  GOOGLE_CLIENT_SECRET: 'secret',
  API_PORT: '0',
  API_DRAIN_MS: '0',
  API_METRICS_PORT: '0',
})
