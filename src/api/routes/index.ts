import type { Posts } from '../../database/posts'
import type { ConnectDeps } from '../connect/deps'
import type { EventDeps } from '../events/receive-event'
import type { Route } from '../route'
import type { RegisterDeps } from '../videos/register-video'
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
import { createPublishJobs } from './create-publish-jobs'
import type { CreateDeps } from './create-publish-jobs'
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
import { getUser, putUser } from './users'
import { createVideo, listVideos } from './videos'
import { receiveInstagramRemoval, receiveTikTokEvent } from './webhooks'

type RouteDeps = CreateDeps &
  ChangeDeps &
  RegisterDeps &
  QuotaDeps &
  EventDeps &
  ConnectionDeps &
  DisconnectDeps &
  PauseDeps &
  MaintenanceDeps &
  EraseDeps &
  PostMetricsDeps &
  PostPageDeps &
  TotalsDeps &
  SyncDeps &
  BullMqDeps &
  ConnectDeps & { posts: Posts }

/** The route table, in the order of the document. */
export const createRoutes = (deps: RouteDeps): Route[] => [
  createPublishJobs(deps),
  listPublishJobs(deps),
  getPublishJob(deps),
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
  createVideo(deps),
  listVideos(deps),
  listPosts(deps.posts),
  getPost(deps.posts),
  getPostMetrics(deps),
  createPageLink(deps),
  showPostPage(deps),
  getMetricTotals(deps),
  syncPosts(deps),
  getYouTubeQuota(deps),
  listCooldowns(deps),
  pause(deps),
  resume(deps),
  listBullMqJobs(deps),
  getBullMqJob(deps),
  countBullMqJobs(deps),
  getMaintenance(deps),
  receiveTikTokEvent(deps),
  receiveInstagramRemoval(deps),
]
