import type { Config } from '../config'
import type { RetentionSettings } from '../domain/retention'

export const retentionSettingsOf = (
  config: Pick<Config, 'RETENTION_JOBS_DAYS' | 'RETENTION_DELETED_DAYS'>,
): RetentionSettings => ({
  jobsDays: config.RETENTION_JOBS_DAYS,
  deletedDays: config.RETENTION_DELETED_DAYS,
})
