import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common'

/** Workflows and everything short run on `publish`; what moves bytes runs on `upload`, with slots of its own. */
export const QUEUES = ['publish', 'upload'] as const

export type Queue = (typeof QUEUES)[number]

export const SEARCH_ATTRIBUTES = {
  jobId: defineSearchAttributeKey('PublishJobId', SearchAttributeType.KEYWORD),
  userId: defineSearchAttributeKey('PublishUserId', SearchAttributeType.KEYWORD),
  videoId: defineSearchAttributeKey('PublishVideoId', SearchAttributeType.KEYWORD),
  platform: defineSearchAttributeKey('PublishPlatform', SearchAttributeType.KEYWORD),
  status: defineSearchAttributeKey('PublishStatus', SearchAttributeType.KEYWORD),
  phase: defineSearchAttributeKey('PublishPhase', SearchAttributeType.KEYWORD),
  publishAt: defineSearchAttributeKey('PublishAt', SearchAttributeType.DATETIME),
} as const

/** The workflow id of a publish is the job id itself. */
export interface PublishVideoInput {
  jobId: string
  generation: number
}

export interface ConnectionOwnerInput {
  connectionId: string
}

export const connectionOwnerId = (connectionId: string): string => `connection-${connectionId}`

export interface EraseUserInput {
  userId: string
}

export const eraseUserId = (userId: string): string => `erase-user-${userId}`

export const RECONCILE_SCHEDULE_ID = 'reconcile-publish-jobs'

export const RENEW_SCHEDULE_ID = 'renew-connections'
