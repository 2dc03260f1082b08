import type { parseStoreConfig } from '../config'
import type { ObjectStore } from '../domain/ports/storage'
import { createObjectStore } from '../storage/r2'

export const openObjectStore = (config: ReturnType<typeof parseStoreConfig>): ObjectStore =>
  createObjectStore({
    endpoint: config.R2_ENDPOINT,
    region: config.R2_REGION,
    bucket: config.R2_BUCKET,
    accessKeyId: config.R2_ACCESS_KEY_ID,
    secretAccessKey: config.R2_SECRET_ACCESS_KEY,
    publicUrl: config.R2_PUBLIC_URL ?? null,
    timeoutMs: config.REQUEST_TIMEOUT_MS,
  })
