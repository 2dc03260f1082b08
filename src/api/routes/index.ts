import type { Posts } from '../../database/posts'
import type { ConnectDeps } from '../connect/deps'
import type { EventDeps } from '../events/receive-event'
import type { Route } from '../route'
import type { VideoDeps } from '../videos/deps'
import { countBullMqJobs, getBullMqJob, listBullMqJobs } from './bullmq'
import type { BullMqDeps } from './bullmq'
import { cancelPublishJob, changePublishJob, publishNow } from './change-publish-jobs'
import type { ChangeDeps } from './change-publish-jobs'
import { authorizeConnection, finishOAuth, startOAuth } from './connect'
import { getConnection, listConnections } from './connections'
import type { ConnectionDeps } from './connections'
import { listCooldowns } from './cooldowns'
import { disconnectAccount } from './disconnect'
import type { DisconnectDeps } from './disconnect'
import { eraseUser } from './erase-user'
import type { EraseDeps } from './erase-user'
import { postDownloadLink } from './download-links'
import { createPublishJobs } from './create-publish-jobs'
import type { CreateDeps } from './create-publish-jobs'
import { getLiveness, getReadiness } from './health'
import type { HealthDeps } from './health'
import { followPublishJob } from './follow-publish-job'
import type { FollowDeps } from './follow-publish-job'
import { getMetricTotals } from './metric-totals'
import type { TotalsDeps } from './metric-totals'
import { getMaintenance } from './maintenance'
import type { MaintenanceDeps } from './maintenance'
import { pause, resume } from './pauses'
import type { PauseDeps } from './pauses'
import { getPostMetrics } from './post-metrics'
import type { PostMetricsDeps } from './post-metrics'
import { createPageLink, showPostPage } from './post-page'
import type { PostPageDeps } from './post-page'
import { getPost, listPosts } from './posts'
import { getYouTubeQuota } from './quotas'
import type { QuotaDeps } from './quotas'
import { getPublishJob, listPublishJobs } from './read-publish-jobs'
import { resolvePublishJob, retryPublishJob } from './settle-publish-jobs'
import { syncPosts } from './sync-posts'
import type { SyncDeps } from './sync-posts'
import { listTaskQueues, type TaskQueuesDeps } from './task-queues'
import { getUser, putUser } from './users'
import { postCompletion, postUploadParts } from './video-uploads'
import { getVideo, listVideos, postVideo, removeVideo } from './videos'
import {
  changeWebhookEndpoint,
  createWebhookEndpoint,
  deleteWebhookEndpoint,
  getWebhookEndpoint,
  listWebhookEndpoints,
  rotateWebhookSecret,
} from './webhook-endpoints'
import type { EndpointDeps } from './webhook-endpoints'
import {
  getWebhookMessage,
  listWebhookMessages,
  redeliverWebhookMessage,
  testWebhookEndpoint,
} from './webhook-messages'
import type { MessageDeps } from './webhook-messages'
import { receiveInstagramRemoval, receiveTikTokEvent } from './webhooks'

type RouteDeps = CreateDeps &
  ChangeDeps &
  FollowDeps &
  VideoDeps &
  QuotaDeps &
  EventDeps &
  ConnectionDeps &
  DisconnectDeps &
  PauseDeps &
  MaintenanceDeps &
  TaskQueuesDeps &
  HealthDeps &
  EraseDeps &
  PostMetricsDeps &
  PostPageDeps &
  TotalsDeps &
  SyncDeps &
  BullMqDeps &
  EndpointDeps &
  MessageDeps &
  ConnectDeps & { posts: Posts }

/** The route table, in the order of the document. */
export const createRoutes = (deps: RouteDeps): Route[] => [
  createPublishJobs(deps),
  listPublishJobs(deps),
  getPublishJob(deps),
  followPublishJob(deps),
  changePublishJob(deps),
  cancelPublishJob(deps),
  publishNow(deps),
  retryPublishJob(deps),
  resolvePublishJob(deps),
  putUser(deps.users),
  getUser(deps.users),
  eraseUser(deps),
  listConnections(deps),
  getConnection(deps),
  disconnectAccount(deps),
  authorizeConnection(deps),
  startOAuth(deps),
  finishOAuth(deps),
  postVideo(deps),
  postUploadParts(deps),
  postCompletion(deps),
  listVideos(deps),
  getVideo(deps),
  removeVideo(deps),
  postDownloadLink(deps),
  listPosts(deps.posts),
  getPost(deps.posts),
  getPostMetrics(deps),
  createPageLink(deps),
  showPostPage(deps),
  getMetricTotals(deps),
  syncPosts(deps),
  createWebhookEndpoint(deps),
  listWebhookEndpoints(deps),
  getWebhookEndpoint(deps),
  changeWebhookEndpoint(deps),
  rotateWebhookSecret(deps),
  testWebhookEndpoint(deps),
  deleteWebhookEndpoint(deps),
  listWebhookMessages(deps),
  getWebhookMessage(deps),
  redeliverWebhookMessage(deps),
  getYouTubeQuota(deps),
  listCooldowns(deps),
  pause(deps),
  resume(deps),
  listBullMqJobs(deps),
  getBullMqJob(deps),
  countBullMqJobs(deps),
  getMaintenance(deps),
  listTaskQueues(deps),
  getLiveness(),
  getReadiness(deps),
  receiveTikTokEvent(deps),
  receiveInstagramRemoval(deps),
]
