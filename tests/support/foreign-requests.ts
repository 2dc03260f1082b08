/** What the owner of rows has of everything that a request can name. */
export interface Things {
  userId: string
  videoId: string
  imageKey: string
  connectionId: string
  jobId: string
  /** Of a job that retention has removed. */
  removedJobId: string
  postId: string
  /** Of a post that is in the archive only. */
  archivedPostId: string
  endpointId: string
  messageId: string
}

/** Of the caller's own. */
export interface Own {
  userId: string
  videoId: string
}

export interface Ask {
  path: string
  body?: unknown
}

type Asks = (things: Things, own: Own) => Ask[]

/** Why there is nothing foreign to ask a route for. */
type Reason =
  /** It asks for no key: its own proof is in the request. */
  | 'open'
  /** Only operators may ask, who see everything. */
  | 'operators'
  /** It tells what is everybody's, in numbers. */
  | 'everybodys'
  /** A test of its own has its rules. */
  | 'tested-apart'

const jobs = '/v1/publish-jobs'
const endpoints = '/v1/webhook-endpoints'

/** Each route that a caller could name a foreign row in, asked for it in every way that there is; by operation id. */
export const FOREIGN_REQUESTS: Record<string, Asks | Reason> = {
  createPublishJobs: ({ userId, videoId, imageKey, connectionId }, own) => [
    { path: jobs, body: { userId, videoId, targets: [{ platform: 'INSTAGRAM', connectionId }] } },
    {
      path: jobs,
      body: { userId, videoId: own.videoId, targets: [{ platform: 'INSTAGRAM', options: { coverKey: imageKey } }] },
    },
    { path: jobs, body: { ...own, targets: [{ platform: 'INSTAGRAM', connectionId }] } },
    { path: jobs, body: { userId: own.userId, videoId, targets: [{ platform: 'INSTAGRAM' }] } },
    { path: jobs, body: { userId, videoId, targets: [{ platform: 'INSTAGRAM', connectionId }], dryRun: true } },
  ],
  listPublishJobs: ({ userId, videoId }) => [
    { path: jobs },
    { path: `${jobs}?userId=${userId}` },
    { path: `${jobs}?videoId=${videoId}` },
  ],
  getPublishJob: ({ jobId, removedJobId }) => [{ path: `${jobs}/${jobId}` }, { path: `${jobs}/${removedJobId}` }],
  followPublishJob: ({ jobId, removedJobId }) => [
    { path: `${jobs}/${jobId}/events` },
    { path: `${jobs}/${removedJobId}/events` },
  ],
  changePublishJob: ({ jobId, removedJobId }) => [
    { path: `${jobs}/${jobId}`, body: { caption: 'Another' } },
    { path: `${jobs}/${jobId}`, body: { scheduledFor: '2027-03-01T18:00:00Z' } },
    { path: `${jobs}/${removedJobId}`, body: { caption: 'Another' } },
  ],
  cancelPublishJob: ({ jobId, removedJobId }) => [
    { path: `${jobs}/${jobId}/cancel` },
    { path: `${jobs}/${removedJobId}/cancel` },
  ],
  publishNow: ({ jobId, removedJobId }) => [
    { path: `${jobs}/${jobId}/publish-now` },
    { path: `${jobs}/${removedJobId}/publish-now` },
  ],
  retryPublishJob: ({ jobId, removedJobId }) => [
    { path: `${jobs}/${jobId}/retry` },
    { path: `${jobs}/${jobId}/retry?publishBefore=2027-03-01T18:00:00Z` },
    { path: `${jobs}/${removedJobId}/retry` },
  ],
  resolvePublishJob: 'operators',
  putUser: 'tested-apart',
  getUser: ({ userId }) => [{ path: `/v1/users/${userId}` }],
  eraseUser: ({ userId }) => [{ path: `/v1/users/${userId}` }],
  listConnections: ({ userId }) => [{ path: `/v1/connections?userId=${userId}` }],
  getConnection: ({ connectionId }) => [{ path: `/v1/connections/${connectionId}` }],
  disconnectAccount: ({ connectionId }) => [
    { path: `/v1/connections/${connectionId}` },
    { path: `/v1/connections/${connectionId}?jobs=cancel` },
  ],
  authorizeConnection: ({ userId }) => [{ path: '/v1/connections/tiktok/authorize', body: { userId } }],
  startOAuth: 'open',
  finishOAuth: 'open',
  createVideo: ({ userId, imageKey }) => [
    { path: '/v1/videos', body: { userId, title: 'x', sizeBytes: 1_000, contentType: 'video/mp4' } },
    { path: '/v1/videos', body: { userId, title: 'x', key: imageKey } },
  ],
  createUploadParts: ({ videoId }) => [{ path: `/v1/videos/${videoId}/upload-parts`, body: { from: 1, count: 1 } }],
  completeUpload: ({ videoId }) => [
    { path: `/v1/videos/${videoId}/complete`, body: { parts: [{ number: 1, etag: 'e' }] } },
  ],
  listVideos: ({ userId }) => [{ path: '/v1/videos' }, { path: `/v1/videos?userId=${userId}` }],
  getVideo: ({ videoId }) => [{ path: `/v1/videos/${videoId}` }],
  deleteVideo: ({ videoId }) => [{ path: `/v1/videos/${videoId}` }, { path: `/v1/videos/${videoId}?jobs=cancel` }],
  createDownloadLink: ({ videoId }) => [{ path: `/v1/videos/${videoId}/download-links`, body: {} }],
  listPosts: ({ userId }) => [{ path: `/v1/posts?userId=${userId}` }],
  getPost: ({ postId, archivedPostId }) => [{ path: `/v1/posts/${postId}` }, { path: `/v1/posts/${archivedPostId}` }],
  getPostMetrics: ({ postId, archivedPostId }) => [
    { path: `/v1/posts/${postId}/metrics` },
    { path: `/v1/posts/${archivedPostId}/metrics` },
  ],
  createPageLink: ({ postId }) => [{ path: `/v1/posts/${postId}/page-links`, body: {} }],
  showPostPage: 'open',
  getMetricTotals: ({ userId }) => [
    { path: '/v1/metrics/totals' },
    { path: '/v1/metrics/totals?groupBy=user' },
    { path: '/v1/metrics/totals?groupBy=platform' },
    { path: `/v1/metrics/totals?userId=${userId}` },
    { path: `/v1/metrics/totals?userId=${userId}&groupBy=user` },
  ],
  syncPosts: ({ postId, archivedPostId, userId }) => [
    { path: '/v1/posts/sync', body: { postId } },
    { path: '/v1/posts/sync', body: { postId: archivedPostId } },
    { path: '/v1/posts/sync', body: { userId } },
  ],
  createWebhookEndpoint: ({ userId }) => [
    { path: endpoints, body: { url: 'https://example.com/hooks', events: ['publish_job.failed'], userId } },
  ],
  listWebhookEndpoints: () => [{ path: endpoints }],
  getWebhookEndpoint: ({ endpointId }) => [{ path: `${endpoints}/${endpointId}` }],
  changeWebhookEndpoint: ({ endpointId }) => [{ path: `${endpoints}/${endpointId}`, body: { enabled: false } }],
  rotateWebhookSecret: ({ endpointId }) => [{ path: `${endpoints}/${endpointId}/rotate-secret` }],
  testWebhookEndpoint: ({ endpointId }) => [{ path: `${endpoints}/${endpointId}/test` }],
  deleteWebhookEndpoint: ({ endpointId }) => [{ path: `${endpoints}/${endpointId}` }],
  listWebhookMessages: ({ endpointId }) => [{ path: `${endpoints}/${endpointId}/messages` }],
  getWebhookMessage: ({ endpointId, messageId }) => [{ path: `${endpoints}/${endpointId}/messages/${messageId}` }],
  redeliverWebhookMessage: ({ endpointId, messageId }) => [
    { path: `${endpoints}/${endpointId}/messages/${messageId}/redeliver` },
  ],
  getYouTubeQuota: 'everybodys',
  listCooldowns: ({ connectionId }) => [
    { path: '/v1/cooldowns' },
    { path: `/v1/cooldowns?connectionId=${connectionId}` },
  ],
  pause: 'operators',
  resume: 'operators',
  listBullMqJobs: () => [{ path: '/v1/bullmq/jobs' }],
  getBullMqJob: ({ jobId, removedJobId }) => [
    { path: `/v1/bullmq/jobs/${jobId}` },
    { path: `/v1/bullmq/jobs/${removedJobId}` },
  ],
  countBullMqJobs: () => [{ path: '/v1/bullmq/counts' }],
  getMaintenance: 'operators',
  listTaskQueues: 'operators',
  getLiveness: 'open',
  getReadiness: 'open',
  receiveTikTokEvent: 'open',
  receiveInstagramRemoval: 'open',
}
