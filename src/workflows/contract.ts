import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common'
import type { Platform } from '../domain/platform'

/** What a worker process serves: `publish` is everything but the uploads, which move bytes for minutes. */
export const ROLES = ['publish', 'upload'] as const

export type Role = (typeof ROLES)[number]

/** Workflows and what is short and our own: rows, owners, the reconciler. */
export const PUBLISH_QUEUE = 'publish'

/** A step that waits for a platform: an `upload` of many minutes, or a `call` (commit, confirm, enrich). */
export type RemoteKind = 'upload' | 'call'

/** Each platform has slots of its own: a stalled one leaves the others at full speed, and its commits pass its uploads. */
export const remoteQueue = (kind: RemoteKind, platform: Platform): string => `${kind}-${platform.toLowerCase()}`

/** Where runs that began before the platforms had queues of their own left their steps; see decision 0014. */
export const COMMON_QUEUES: Record<RemoteKind, string> = { upload: 'upload', call: PUBLISH_QUEUE }

/** Where webhooks are sent from, so that receivers who answer slowly hold up nothing else. */
export const WEBHOOK_QUEUE = 'webhooks'

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

export interface InspectVideoInput {
  videoId: string
}

export const inspectVideoId = (videoId: string): string => `inspect-video-${videoId}`

export interface DeliverWebhookInput {
  messageId: string
}

export const deliverWebhookId = (messageId: string): string => `webhook-${messageId}`

export * from '../domain/schedule-ids'
