import type { parseOpsConfig } from '../config'
import { QUOTA_MODELS, type QuotaPlan } from '../domain/quota'

/** The quota of this deployment's YouTube project: its model, with what was granted instead. */
export function quotaPlanOf(config: ReturnType<typeof parseOpsConfig>): QuotaPlan {
  const model = QUOTA_MODELS[config.YOUTUBE_QUOTA_MODEL]
  return {
    model: config.YOUTUBE_QUOTA_MODEL,
    uploadCost: config.YOUTUBE_UPLOAD_COST ?? model.uploadCost,
    limits: {
      uploads: config.YOUTUBE_QUOTA_LIMIT ?? model.uploadsLimit,
      units: config.YOUTUBE_UNITS_LIMIT,
      search: config.YOUTUBE_SEARCH_LIMIT,
      'batch-stats': config.YOUTUBE_BATCH_STATS_LIMIT,
    },
    metricsPercent: config.YOUTUBE_METRICS_PERCENT ?? model.metricsPercent,
  }
}
