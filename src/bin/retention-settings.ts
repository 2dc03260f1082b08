import type { Config } from '../config'
import type { ArchivePlan } from '../domain/ports/archive'
import type { RetentionSettings } from '../domain/retention'

export const retentionSettingsOf = (
  config: Pick<Config, 'RETENTION_JOBS_DAYS' | 'RETENTION_DELETED_DAYS'>,
): RetentionSettings => ({
  jobsDays: config.RETENTION_JOBS_DAYS,
  deletedDays: config.RETENTION_DELETED_DAYS,
})

export const archivePlanOf = (config: Pick<Config, 'ARCHIVE_POSTS_DAYS' | 'ARCHIVE_PRUNE'>): ArchivePlan => ({
  afterDays: config.ARCHIVE_POSTS_DAYS,
  prunes: config.ARCHIVE_PRUNE,
})
