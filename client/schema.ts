// Made by `npm run generate:client` from the OpenAPI document.
export interface paths {
  '/v1/publish-jobs': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * List publish jobs, newest first
     * @description Needs the scope `read`.
     */
    get: operations['listPublishJobs']
    put?: never
    /**
     * Publish one video to one or more platforms, now or at an instant
     * @description Needs the scope `publish`.
     */
    post: operations['createPublishJobs']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/publish-jobs/{jobId}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Follow a publish job: phase, progress, wait, attempts, post
     * @description Needs the scope `read`.
     */
    get: operations['getPublishJob']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    /**
     * Reschedule a job or edit its texts and options; possible until prepare begins
     * @description Needs the scope `publish`.
     */
    patch: operations['changePublishJob']
    trace?: never
  }
  '/v1/publish-jobs/{jobId}/events': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Follow a publish job as it goes on, by server-sent events
     * @description Needs the scope `read`.
     */
    get: operations['followPublishJob']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/publish-jobs/{jobId}/cancel': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Cancel a job; possible until its commit is claimed
     * @description Needs the scope `publish`.
     */
    post: operations['cancelPublishJob']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/publish-jobs/{jobId}/publish-now': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Publish a scheduled job now; possible until prepare begins
     * @description Needs the scope `publish`.
     */
    post: operations['publishNow']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/publish-jobs/{jobId}/retry': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Run a failed job once more
     * @description Needs the scope `publish`.
     */
    post: operations['retryPublishJob']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/publish-jobs/{jobId}/resolve': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Settle an unconfirmed job: its post is live, or it is not
     * @description Needs the scope `operate`.
     */
    post: operations['resolvePublishJob']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/users/{id}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Read a user
     * @description Needs the scope `read`.
     */
    get: operations['getUser']
    /**
     * Create or change a user
     * @description Needs the scope `accounts`.
     */
    put: operations['putUser']
    post?: never
    /**
     * Erase a user with all that is theirs: accounts, videos, jobs, posts known here, objects in the bucket
     * @description Needs the scope `accounts`.
     */
    delete: operations['eraseUser']
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/connections': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * List a user's accounts, at most one on each platform, and their health
     * @description Needs the scope `read`.
     */
    get: operations['listConnections']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/connections/{id}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Look at an account's health: usable or not, why, until when, what to do
     * @description Needs the scope `read`.
     */
    get: operations['getConnection']
    put?: never
    post?: never
    /**
     * Disconnect an account: end the grant at its platform and erase the tokens
     * @description Needs the scope `accounts`.
     */
    delete: operations['disconnectAccount']
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/connections/{platform}/authorize': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Make a link by which a user connects, or reconnects, an account in the browser
     * @description Needs the scope `accounts`.
     */
    post: operations['authorizeConnection']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/oauth/{platform}/start': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Where a link leads: binds the browser and sends it to the platform's consent page
     * @description Open to everybody.
     */
    get: operations['startOAuth']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/oauth/{platform}/callback': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Where the platform sends the browser back to: stores the connection
     * @description Open to everybody.
     */
    get: operations['finishOAuth']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/videos': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * List videos, newest first
     * @description Needs the scope `read`.
     */
    get: operations['listVideos']
    put?: never
    /**
     * Begin the upload of a video straight to the bucket, or register one that lies there
     * @description Needs the scope `publish`.
     */
    post: operations['createVideo']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/videos/{id}/upload-parts': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Ask for addresses of further parts of an upload, or for fresh ones
     * @description Needs the scope `publish`.
     */
    post: operations['createUploadParts']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/videos/{id}/complete': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Complete an upload: its parts become one object, which is inspected
     * @description Needs the scope `publish`.
     */
    post: operations['completeUpload']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/videos/{id}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Read a video: whether it may be published, and why not
     * @description Needs the scope `read`.
     */
    get: operations['getVideo']
    put?: never
    post?: never
    /**
     * Delete a video, or abandon its upload; its posts stay on the platforms
     * @description Needs the scope `publish`.
     */
    delete: operations['deleteVideo']
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/videos/{id}/download-links': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Make a link by which the file can be fetched for a while
     * @description Needs the scope `read`.
     */
    post: operations['createDownloadLink']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/posts': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * List a user's posts, newest first
     * @description Needs the scope `read`.
     */
    get: operations['listPosts']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/posts/{id}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Read a post with its counters
     * @description Needs the scope `read`.
     */
    get: operations['getPost']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/posts/{id}/metrics': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Read how the counters of a post have moved
     * @description Needs the scope `read`.
     */
    get: operations['getPostMetrics']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/posts/{id}/page-links': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Make a link to a page that shows the numbers of a post to whoever has the link
     * @description Needs the scope `read`.
     */
    post: operations['createPageLink']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/p/{token}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Where such a link leads: the page
     * @description Open to everybody.
     */
    get: operations['showPostPage']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/metrics/totals': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Read what was published and gained in each period, of all posts that the key may see, of a user, on a platform
     * @description Needs the scope `read`.
     */
    get: operations['getMetricTotals']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/posts/sync': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Bring the numbers of a post, of a user's posts or of all posts at once
     * @description Needs the scope `publish`.
     */
    post: operations['syncPosts']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/webhook-endpoints': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * List webhook endpoints, newest first
     * @description Needs the scope `read`.
     */
    get: operations['listWebhookEndpoints']
    put?: never
    /**
     * Have events told to an address of yours; the secret to verify them by is in this answer only
     * @description Needs the scope `accounts`.
     */
    post: operations['createWebhookEndpoint']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/webhook-endpoints/{id}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Read a webhook endpoint with its health
     * @description Needs the scope `read`.
     */
    get: operations['getWebhookEndpoint']
    put?: never
    post?: never
    /**
     * Delete a webhook endpoint with its messages
     * @description Needs the scope `accounts`.
     */
    delete: operations['deleteWebhookEndpoint']
    options?: never
    head?: never
    /**
     * Change a webhook endpoint, disable it, or enable it again
     * @description Needs the scope `accounts`.
     */
    patch: operations['changeWebhookEndpoint']
    trace?: never
  }
  '/v1/webhook-endpoints/{id}/rotate-secret': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Replace the secret; for 24 hours the one before signs along
     * @description Needs the scope `accounts`.
     */
    post: operations['rotateWebhookSecret']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/webhook-endpoints/{id}/test': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Send a message of type `webhook.test`
     * @description Needs the scope `accounts`.
     */
    post: operations['testWebhookEndpoint']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/webhook-endpoints/{id}/messages': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * List the messages to a webhook endpoint, newest first; they are kept for 30 days
     * @description Needs the scope `read`.
     */
    get: operations['listWebhookMessages']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/webhook-endpoints/{id}/messages/{messageId}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Read a message with its attempts
     * @description Needs the scope `read`.
     */
    get: operations['getWebhookMessage']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/webhook-endpoints/{id}/messages/{messageId}/redeliver': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Send a message now, with all its attempts anew: the same id and body
     * @description Needs the scope `accounts`.
     */
    post: operations['redeliverWebhookMessage']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/quotas/youtube': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Read a day of YouTube's upload quota, which all accounts share, and who waits for it
     * @description Needs the scope `read`.
     */
    get: operations['getYouTubeQuota']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/cooldowns': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * List what is not called for a while, by a platform's answer or by a person
     * @description Needs the scope `read`.
     */
    get: operations['listCooldowns']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/pauses': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Pause a platform or an account: its jobs wait, none fails
     * @description Needs the scope `operate`.
     */
    post: operations['pause']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/pauses/{id}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post?: never
    /**
     * End a pause: the jobs that wait for it go on at once
     * @description Needs the scope `operate`.
     */
    delete: operations['resume']
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/bullmq/jobs': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * List publish jobs as BullMQ jobs, newest first
     * @description Needs the scope `read`.
     */
    get: operations['listBullMqJobs']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/bullmq/jobs/{jobId}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Read a publish job as a BullMQ job
     * @description Needs the scope `read`.
     */
    get: operations['getBullMqJob']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/bullmq/counts': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Count publish jobs by their BullMQ state
     * @description Needs the scope `read`.
     */
    get: operations['countBullMqJobs']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/maintenance': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Read what the last round of each schedule has done and found, and when the next one is
     * @description Needs the scope `operate`.
     */
    get: operations['getMaintenance']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/task-queues': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Read what waits in Temporal's queues, for how long, and how many workers poll each
     * @description Needs the scope `operate`.
     */
    get: operations['listTaskQueues']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/healthz': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Whether the process serves
     * @description Open to everybody.
     */
    get: operations['getLiveness']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/readyz': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Whether requests should be sent here, and which of the dependencies answer
     * @description Open to everybody.
     */
    get: operations['getReadiness']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/webhooks/tiktok': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * TikTok's own events, signed with the client secret; delivered again unless answered 200
     * @description Open to everybody.
     */
    post: operations['receiveTikTokEvent']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/webhooks/instagram': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Meta's deauthorise callback, signed with the app secret
     * @description Open to everybody.
     */
    post: operations['receiveInstagramRemoval']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
}
export type webhooks = Record<string, never>
export interface components {
  schemas: {
    FieldError: {
      /** @description RFC 6901, into the body */
      pointer?: string
      /** @description Name of a path, query or header parameter */
      parameter?: string
      code: string
      message: string
    }
    /**
     * @description Problem details (RFC 9457)
     * @example {
     *       "type": "/problems/validation-failed",
     *       "title": "The request breaks rules",
     *       "status": 422,
     *       "code": "validation-failed",
     *       "remedy": "Correct everything that \"errors\" names; nothing was written.",
     *       "requestId": "3f0c2a4e-5a57-4a53-9b2b-0d9ad6f3d1c4",
     *       "errors": [
     *         {
     *           "pointer": "/videoId",
     *           "code": "video-not-found",
     *           "message": "There is no such video"
     *         }
     *       ]
     *     }
     */
    Problem: {
      /** @example /problems/validation-failed */
      type: string
      title: string
      status: number
      /** @description Stable: decide by it */
      code: string
      detail?: string
      /** @description What the reader can do about it */
      remedy: string
      requestId: string
      /** @description Every violation at once */
      errors?: components['schemas']['FieldError'][]
    } & {
      [key: string]: unknown
    }
    /** @description A job as BullMQ serialises its own, with its state, for dashboards and scripts of the old queue */
    BullMqJob: {
      /** @example cmh2x8v1d0000 */
      id: string
      /** @example publish-tiktok */
      name: string
      data: {
        /** @example cmh2x8v1d0000 */
        userId: string
        /** @example cmh2x8v1d0000 */
        videoId: string
        /** @enum {string} */
        platform: 'TIKTOK' | 'INSTAGRAM' | 'YOUTUBE'
        connectionId: string | null
        /** @example Bedtime in five minutes */
        caption: string
        hashtags: string[]
        /**
         * @example {
         *       "privacyLevel": "SELF_ONLY"
         *     }
         */
        options: unknown
        scheduledFor: string | null
      }
      opts: {
        attempts: number
        /** @example cmh2x8v1d0000 */
        jobId: string
        /** @description Milliseconds */
        delay: number
      }
      /** @enum {string} */
      state: 'waiting' | 'active' | 'completed' | 'failed' | 'delayed'
      /** @description Percent */
      progress: number
      returnvalue: {
        platformPostId: string | null
        url: string | null
      } | null
      /** @description Always empty: see `failedReason` */
      stacktrace: string[]
      /** @description Of a delayed job: it goes on so many milliseconds after `timestamp` */
      delay: number
      priority: number
      attemptsStarted: number
      attemptsMade: number
      stalledCounter: number
      /** @description Milliseconds since 1970 */
      timestamp: number
      /** @description Milliseconds since 1970 */
      processedOn?: number
      /** @description Milliseconds since 1970 */
      finishedOn?: number
      failedReason?: string
    }
    BullMqJobPage: {
      items: components['schemas']['BullMqJob'][]
      /** @description null on the last page */
      nextCursor: string | null
    }
    /**
     * @description As BullMQ answers `getJobCounts()`
     * @example {
     *       "waiting": 3,
     *       "active": 1,
     *       "completed": 840,
     *       "failed": 2,
     *       "delayed": 17,
     *       "prioritized": 0,
     *       "waiting-children": 0
     *     }
     */
    BullMqCounts: {
      [key: string]: number
    }
    /** @description The platform's own options */
    PlatformOptions:
      | components['schemas']['TIKTOK_OPTIONS']
      | components['schemas']['INSTAGRAM_OPTIONS']
      | components['schemas']['YOUTUBE_OPTIONS']
    /**
     * @example {
     *       "platform": "INSTAGRAM",
     *       "options": {
     *         "shareToFeed": true
     *       }
     *     }
     */
    PublishTarget: {
      /** @enum {string} */
      platform: 'TIKTOK' | 'INSTAGRAM' | 'YOUTUBE'
      /**
       * @description Default: the user's connection on this platform
       * @example cmh2x8v1d0000
       */
      connectionId?: string
      /**
       * @description Instead of the request's caption
       * @example Bedtime in five minutes
       */
      caption?: string
      /** @description Instead of the request's hashtags */
      hashtags?: string[]
      /** @default {} */
      options?: components['schemas']['PlatformOptions']
    }
    /**
     * @example {
     *       "userId": "user-1",
     *       "videoId": "cmh2x8v1d0000",
     *       "caption": "Bedtime in five minutes",
     *       "hashtags": [
     *         "parenting",
     *         "bedtime"
     *       ],
     *       "targets": [
     *         {
     *           "platform": "TIKTOK",
     *           "options": {
     *             "privacyLevel": "PUBLIC_TO_EVERYONE"
     *           }
     *         },
     *         {
     *           "platform": "INSTAGRAM"
     *         },
     *         {
     *           "platform": "YOUTUBE",
     *           "options": {
     *             "privacyStatus": "public",
     *             "madeForKids": false
     *           }
     *         }
     *       ]
     *     }
     */
    PublishRequest: {
      /** @example cmh2x8v1d0000 */
      userId: string
      /** @example cmh2x8v1d0000 */
      videoId: string
      /**
       * @default
       * @example Bedtime in five minutes
       */
      caption?: string
      /**
       * @description Without #
       * @default []
       */
      hashtags?: string[]
      /**
       * Format: date-time
       * @description Default: now
       * @example 2027-03-01T18:00:00+01:00
       */
      scheduledFor?: string
      /**
       * Format: date-time
       * @description The latest instant for the post: no step towards it begins at or after this, and the job then fails with `publish-before-passed`, whatever it waited for. A commit that was sent before is still settled
       * @example 2027-03-01T18:00:00+01:00
       */
      publishBefore?: string
      /**
       * @description What becomes of a job that finds YouTube's uploads of the day used up: `wait` gives it a place in the queue, `fail` ends it at once with `youtube-quota-exhausted`. Default: wait
       * @enum {string}
       */
      onQuotaExhausted?: 'wait' | 'fail'
      /** @description How long the jobs wait for the user where an account must be connected again; 0: they fail at once. Default: as the service is configured */
      reconnectWaitSeconds?: number
      /**
       * @description Publish although this video is already published, or about to be, on the same account
       * @default false
       */
      allowDuplicate?: boolean
      /** @description true: makes nothing, and answers 200 with what each target would come to, by every check that only reads. An Idempotency-Key is not used up. What is wrong with the request as a whole (its form, user, video, instants) is 422 as ever; what is wrong with a target is told as its verdict */
      dryRun?: boolean
      targets: components['schemas']['PublishTarget'][]
    }
    JobReceipt: {
      /** @example cmh2x8v1d0000 */
      jobId: string
      /** @enum {string} */
      platform: 'TIKTOK' | 'INSTAGRAM' | 'YOUTUBE'
      /** @enum {string} */
      status: 'PENDING' | 'ACTIVE' | 'COMPLETED' | 'FAILED' | 'DELAYED'
      /** @enum {string} */
      phase:
        | 'accepted'
        | 'scheduled'
        | 'waiting-for-quota'
        | 'waiting-for-reconnect'
        | 'cooling-down'
        | 'unconfirmed'
        | 'preparing'
        | 'uploading'
        | 'committing'
        | 'processing'
        | 'published'
        | 'handed-over'
        | 'failed'
        | 'cancelled'
      scheduledFor: string | null
      /**
       * Format: date-time
       * @description Where the job has ended long ago and was removed: only this, its end and its post are known
       * @example 2027-03-01T17:00:00.000Z
       */
      removedAt?: string
      /** @description Of a removed job: the id of its post in /v1/posts */
      postId?: string | null
      links: {
        /** @example /v1/publish-jobs/pj_1 */
        self: string
        /**
         * Format: uri
         * @description The run's page in the Temporal Web UI
         */
        workflow: string
      }
    }
    PublishAccepted: {
      jobs: components['schemas']['JobReceipt'][]
    }
    /** @description One remote step */
    PublishAttempt: {
      step: string
      /**
       * Format: date-time
       * @example 2027-03-01T17:00:00.000Z
       */
      startedAt: string
      endedAt: string | null
      outcome: string | null
      platformCode: string | null
      platformRequestId: string | null
      message: string | null
    }
    /**
     * @description One video to one platform
     * @example {
     *       "jobId": "pj_3Qm8vXcT2nLrB6yK",
     *       "userId": "user-1",
     *       "videoId": "cmh2x8v1d0000",
     *       "platform": "YOUTUBE",
     *       "connectionId": "cmh2x8v1d0001",
     *       "status": "COMPLETED",
     *       "phase": "published",
     *       "waitReason": null,
     *       "waitUntil": null,
     *       "queue": null,
     *       "scheduledFor": null,
     *       "publishBefore": null,
     *       "onQuotaExhausted": "wait",
     *       "reconnectWaitSeconds": null,
     *       "caption": "Bedtime in five minutes",
     *       "hashtags": [
     *         "parenting",
     *         "bedtime"
     *       ],
     *       "options": {
     *         "privacyStatus": "public",
     *         "madeForKids": false
     *       },
     *       "progress": {
     *         "bytesSent": 15000000,
     *         "bytesTotal": 15000000
     *       },
     *       "error": null,
     *       "warnings": [],
     *       "unconfirmed": null,
     *       "attempts": [
     *         {
     *           "step": "session.put",
     *           "startedAt": "2027-03-01T17:00:04.120Z",
     *           "endedAt": "2027-03-01T17:00:09.480Z",
     *           "outcome": "done",
     *           "platformCode": null,
     *           "platformRequestId": null,
     *           "message": null
     *         },
     *         {
     *           "step": "session.start",
     *           "startedAt": "2027-03-01T17:00:01.210Z",
     *           "endedAt": "2027-03-01T17:00:01.630Z",
     *           "outcome": "failed",
     *           "platformCode": "backendError",
     *           "platformRequestId": null,
     *           "message": "YouTube answered 503"
     *         }
     *       ],
     *       "post": {
     *         "id": "cmh2x8v1d0002",
     *         "postId": "dQw4w9WgXcQ",
     *         "url": "https://www.youtube.com/shorts/dQw4w9WgXcQ",
     *         "visibility": "public",
     *         "publishedAt": "2027-03-01T17:00:12.000Z"
     *       },
     *       "revision": 0,
     *       "generation": 1,
     *       "createdAt": "2027-03-01T17:00:00.000Z",
     *       "startedAt": "2027-03-01T17:00:00.900Z",
     *       "completedAt": "2027-03-01T17:00:12.300Z",
     *       "failedAt": null,
     *       "links": {
     *         "self": "/v1/publish-jobs/pj_3Qm8vXcT2nLrB6yK",
     *         "workflow": "https://temporal.example/namespaces/publisher/workflows/pj_3Qm8vXcT2nLrB6yK"
     *       }
     *     }
     */
    PublishJob: {
      /** @example cmh2x8v1d0000 */
      jobId: string
      /** @example cmh2x8v1d0000 */
      userId: string
      /** @example cmh2x8v1d0000 */
      videoId: string
      /** @enum {string} */
      platform: 'TIKTOK' | 'INSTAGRAM' | 'YOUTUBE'
      connectionId: string | null
      /** @enum {string} */
      status: 'PENDING' | 'ACTIVE' | 'COMPLETED' | 'FAILED' | 'DELAYED'
      /** @enum {string} */
      phase:
        | 'accepted'
        | 'scheduled'
        | 'waiting-for-quota'
        | 'waiting-for-reconnect'
        | 'cooling-down'
        | 'unconfirmed'
        | 'preparing'
        | 'uploading'
        | 'committing'
        | 'processing'
        | 'published'
        | 'handed-over'
        | 'failed'
        | 'cancelled'
      waitReason: string | null
      waitUntil: string | null
      /** @description While the job waits for one of YouTube's uploads: where it stands now */
      queue: {
        /** @description From 1 */
        place: number
        /** @description How many wait */
        of: number
        /**
         * Format: date
         * @description The Pacific day of which it should get a place
         */
        day: string
        /**
         * Format: date-time
         * @description About when it should go out, as things stand
         * @example 2027-03-01T17:00:00.000Z
         */
        estimatedAt: string
      } | null
      scheduledFor: string | null
      /** @description The latest instant for the post */
      publishBefore: string | null
      /**
       * @description What becomes of a job that finds YouTube's uploads of the day used up: `wait` gives it a place in the queue, `fail` ends it at once with `youtube-quota-exhausted`. Default: wait
       * @enum {string}
       */
      onQuotaExhausted: 'wait' | 'fail'
      /** @description Null: as the service is configured */
      reconnectWaitSeconds: number | null
      caption: string
      hashtags: string[]
      options: {
        [key: string]: unknown
      }
      progress: {
        bytesSent: number
        bytesTotal: number | null
      }
      error: {
        code: string
        category: string | null
        message: string | null
      } | null
      /** @description What about the post is not as it was asked for */
      warnings: {
        code: string
        message: string
        remedy: string
      }[]
      /** @description While the platform has not told whether it published */
      unconfirmed: {
        committedAt: string | null
        /** @description What the last round of probes has found */
        lastAnswer: string | null
        lastProbeAt: string | null
        nextProbeAt: string | null
        remedy: string
      } | null
      /** @description The last 50, newest first */
      attempts: components['schemas']['PublishAttempt'][]
      post: {
        /**
         * @description In /v1/posts
         * @example cmh2x8v1d0000
         */
        id: string
        /** @description The public id; null until the platform tells it */
        postId: string | null
        url: string | null
        visibility: string | null
        /**
         * Format: date-time
         * @example 2027-03-01T17:00:00.000Z
         */
        publishedAt: string
      } | null
      revision: number
      generation: number
      /**
       * Format: date-time
       * @example 2027-03-01T17:00:00.000Z
       */
      createdAt: string
      startedAt: string | null
      completedAt: string | null
      failedAt: string | null
      links: {
        /** @example /v1/publish-jobs/pj_1 */
        self: string
        /**
         * Format: uri
         * @description The run's page in the Temporal Web UI
         */
        workflow: string
      }
    }
    PublishJobPage: {
      items: components['schemas']['PublishJob'][]
      /** @description null on the last page */
      nextCursor: string | null
    }
    /**
     * @example {
     *       "scheduledFor": "2027-03-01T18:00:00+01:00",
     *       "caption": "A better one"
     *     }
     */
    PublishJobChange: {
      /**
       * Format: date-time
       * @example 2027-03-01T18:00:00+01:00
       */
      scheduledFor?: string
      /** @description Null: no latest instant any more */
      publishBefore?: string | null
      /** @example Bedtime in five minutes */
      caption?: string
      /** @description Without # */
      hashtags?: string[]
      /** @description In place of all present ones */
      options?: components['schemas']['PlatformOptions']
    }
    /**
     * @example {
     *       "live": true,
     *       "platformPostId": "7512345678901234567"
     *     }
     * @example {
     *       "live": false
     *     }
     */
    Resolution:
      | {
          /** @constant */
          live: true
          /** @description The post's public id; null where the platform tells none */
          platformPostId: string | null
          /** Format: uri */
          url?: string
        }
      | {
          /** @constant */
          live: false
        }
    ChangedPublishJob: {
      /** @enum {string} */
      answer: 'cancelled' | 'rescheduled' | 'edited' | 'retried' | 'resolved'
      job: components['schemas']['PublishJob']
    }
    /**
     * @example {
     *       "userId": "cmh2x8v1d0000",
     *       "returnTo": "https://app.example/accounts"
     *     }
     */
    AuthorizeBody: {
      /** @example cmh2x8v1d0000 */
      userId: string
      /**
       * @description Where the browser goes in the end, of `CONNECT_RETURN_URLS`; without it, a page of ours tells how it ended
       * @default null
       */
      returnTo?: string | null
      /**
       * @description By Facebook Login; without it, by the platform's own
       * @default null
       */
      login?: 'facebook' | null
      /**
       * @description Only this account may be connected
       * @default null
       */
      platformUserId?: string | null
    }
    ConnectLink: {
      /**
       * Format: uri
       * @description To be opened in the user's browser. As good as a key until then
       */
      url: string
      /**
       * Format: date-time
       * @example 2027-03-01T17:00:00.000Z
       */
      expiresAt: string
    }
    /**
     * @example {
     *       "usable": false,
     *       "state": "reconnect-required",
     *       "reason": {
     *         "code": "grant-revoked",
     *         "message": "TikTok does not take the permission any more",
     *         "remedy": "Ask the user to connect the account again."
     *       },
     *       "since": "2027-03-01T17:00:00.000Z",
     *       "until": null,
     *       "lastRefreshFailure": null,
     *       "scopes": {
     *         "granted": [
     *           "user.info.basic",
     *           "video.publish"
     *         ],
     *         "missing": []
     *       },
     *       "waitingJobs": 2
     *     }
     */
    ConnectionHealth: {
      usable: boolean
      /** @enum {string} */
      state:
        | 'ok'
        | 'refresh-failing'
        | 'grant-ending'
        | 'scopes-missing'
        | 'grant-ended'
        | 'reconnect-required'
        | 'disconnected'
      /** @description null where nothing is wrong */
      reason: {
        code: string
        message: string
        remedy: string
      } | null
      since: string | null
      /** @description When the permission ends, unless it is renewed before */
      until: string | null
      /** @description Of a renewal that failed and was not refused; null after a good one */
      lastRefreshFailure: {
        code: string
        /**
         * Format: date-time
         * @example 2027-03-01T17:00:00.000Z
         */
        at: string
      } | null
      scopes: {
        /** @description Empty where the platform has not told */
        granted: string[]
        /** @description What publishing needs beside it */
        missing: string[]
      }
      /** @description Jobs that go on once the user has connected the account again */
      waitingJobs: number
    }
    /** @description A user's account on a platform */
    Connection: {
      /** @example cmh2x8v1d0000 */
      id: string
      /** @example cmh2x8v1d0000 */
      userId: string
      /** @enum {string} */
      platform: 'TIKTOK' | 'INSTAGRAM' | 'YOUTUBE'
      login: string | null
      /** @description null once another user has the account that was disconnected here */
      platformUserId: string | null
      /** @example mom.creator */
      platformUsername: string
      /** @enum {string} */
      status: 'ACTIVE' | 'EXPIRED' | 'REVOKED'
      /** @description When the access token ends; it is renewed by itself */
      expiresAt: string | null
      /**
       * Format: date-time
       * @description When the user last gave consent
       * @example 2027-03-01T17:00:00.000Z
       */
      connectedAt: string
      /**
       * Format: date-time
       * @example 2027-03-01T17:00:00.000Z
       */
      createdAt: string
      /**
       * Format: date-time
       * @example 2027-03-01T17:00:00.000Z
       */
      updatedAt: string
      health: components['schemas']['ConnectionHealth']
    }
    Disconnected: {
      connection: components['schemas']['Connection']
      /**
       * @description What became of the grant at the platform; `pending` is tried until it is over
       * @enum {string}
       */
      revocation: 'revoked' | 'unsupported' | 'pending'
      /** @description What somebody can do about it; null where nothing is left to do */
      remedy: string | null
    }
    ConnectionList: {
      items: components['schemas']['Connection'][]
    }
    /** @description What is not called for a while. Its jobs wait; none fails */
    Cooldown: {
      /** @example cmh2x8v1d0000 */
      id: string
      /** @enum {string} */
      platform: 'TIKTOK' | 'INSTAGRAM' | 'YOUTUBE'
      /**
       * @description `app`: every account of the platform
       * @enum {string}
       */
      reach: 'app' | 'account'
      /** @description null for every account, and where nobody has connected it */
      connectionId: string | null
      /**
       * @description `writes`: what leads to a post; questions about posts that may exist go on. `all`: every call
       * @enum {string}
       */
      scope: 'writes' | 'all'
      /**
       * @description A stable code; `paused`: by a person
       * @example posting-cap
       */
      reason: string
      /** @example TikTok takes no more posts of this account today */
      message: string
      /** @example Wait: the jobs go on by themselves. */
      remedy: string
      /** @description What the platform answered: codes and ids */
      evidence: {
        [key: string]: unknown
      }
      /**
       * Format: date-time
       * @example 2027-03-01T17:00:00.000Z
       */
      since: string
      /** @description null: until somebody resumes it */
      until: string | null
      /** @description null where the platform said so */
      pausedBy: string | null
    }
    CooldownList: {
      items: components['schemas']['Cooldown'][]
    }
    /**
     * @example {
     *       "email": "mom@example.com",
     *       "name": "Test Mom Creator"
     *     }
     */
    UserBody: {
      /** Format: email */
      email: string
      /** @default null */
      name?: string | null
    }
    Erasing: {
      /** @constant */
      status: 'erasing'
    }
    User: {
      /** @example cmh2x8v1d0000 */
      id: string
      /** @example mom@example.com */
      email: string
      name: string | null
      /**
       * Format: date-time
       * @example 2027-03-01T17:00:00.000Z
       */
      createdAt: string
      /**
       * Format: date-time
       * @example 2027-03-01T17:00:00.000Z
       */
      updatedAt: string
    }
    /**
     * @example {
     *       "code": "truncated",
     *       "message": "The file ends before its container says that it does, or its index was never written.",
     *       "remedy": "Upload the whole file. If it is whole, its recording was not finished: export it again."
     *     }
     */
    VideoFault: {
      code: string
      message: string
      remedy: string
    }
    /**
     * @example {
     *       "publishable": false,
     *       "violations": [
     *         {
     *           "code": "video-too-long",
     *           "message": "lasts 1200 s, more than 900 s"
     *         }
     *       ]
     *     }
     */
    VideoSuitability: {
      publishable: boolean
      /** @description The platform's rules that the video breaks, all of them */
      violations: {
        code: string
        message: string
      }[]
    }
    Video: {
      /** @example cmh2x8v1d0000 */
      id: string
      /** @example cmh2x8v1d0000 */
      userId: string
      /** @example videos/user-1/bedtime.mp4 */
      key: string
      /** @example Bedtime in five minutes */
      title: string
      /** @description null until it is inspected */
      durationSeconds: number | null
      sizeBytes: number
      /** @example mp4 */
      format: string
      /**
       * @description null until it is inspected
       * @example 1080x1920
       */
      resolution: string | null
      /**
       * @description null until it is inspected
       * @example 9:16
       */
      aspectRatio: string | null
      /**
       * @description avc (H.264), hevc (H.265), vp8, vp9, av1, prores, or as its container names it; null: not known
       * @example avc
       */
      videoCodec: string | null
      /**
       * @description aac, opus, mp3, …; null: no sound, or not known
       * @example aac
       */
      audioCodec: string | null
      /**
       * @description Frames per second, measured at its beginning; null: not known
       * @example 29.97
       */
      frameRate: number | null
      /** @description null until it is inspected */
      inspectedAt: string | null
      /**
       * @description PROCESSING while it is uploaded or inspected; READY: it may be published; FAILED: it never may, see `faults`
       * @enum {string}
       */
      status: 'PROCESSING' | 'READY' | 'FAILED'
      /** @description Why it is FAILED */
      faults: components['schemas']['VideoFault'][]
      /** @description Where it may go, as far as the video itself tells; null while it is not READY */
      platforms: {
        TIKTOK: components['schemas']['VideoSuitability']
        INSTAGRAM: components['schemas']['VideoSuitability']
        YOUTUBE: components['schemas']['VideoSuitability']
      } | null
      /** @description While it is uploaded: when that is given up */
      uploadExpiresAt: string | null
      /**
       * Format: date-time
       * @example 2027-03-01T17:00:00.000Z
       */
      createdAt: string
    }
    VideoPage: {
      items: components['schemas']['Video'][]
      /** @description null on the last page */
      nextCursor: string | null
    }
    /**
     * @example {
     *       "lifetimeSeconds": 3600
     *     }
     */
    DownloadLinkBody: {
      /** @default 3600 */
      lifetimeSeconds?: number
    }
    DownloadLink: {
      /**
       * Format: uri
       * @description Whoever has it may fetch the file; a secret until it ends
       */
      url: string
      /**
       * Format: date-time
       * @example 2027-03-01T17:00:00.000Z
       */
      expiresAt: string
    }
    DryRunTarget: {
      /** @enum {string} */
      platform: 'TIKTOK' | 'INSTAGRAM' | 'YOUTUBE'
      /** @description null: there is no account to publish to */
      connectionId: string | null
      /**
       * @description `would-publish-now`, `would-publish-at`: nothing is in the way. `would-wait`: it would be accepted and begin later. `would-be-refused`: it would not be accepted, or fail. `not-known`: something could not be asked, and nothing else refuses it
       * @enum {string}
       */
      verdict: 'would-publish-now' | 'would-publish-at' | 'would-wait' | 'would-be-refused' | 'not-known'
      /** @description When it would begin, as things stand; null: never, or not known */
      at: string | null
      /** @description Of YouTube: the Pacific day whose upload it would take */
      day: string | null
      /** @description What the verdict comes from */
      problems: {
        code: string
        message: string
        remedy: string
        /**
         * @description What kind of problem it is, as in the errors of jobs
         * @example quota
         */
        category: string
        /**
         * @description Who can act on it: `caller` by another request, `user` at the platform or by connecting the account again, `operator` in the settings of this service; `nobody`: it passes by itself
         * @enum {string}
         */
        actor: 'caller' | 'user' | 'operator' | 'nobody'
        /** @description RFC 6901, into the request, where a change of it is the remedy */
        pointer: string | null
        /** @description When it ends, where that is known */
        until: string | null
        /** @description The platform's own code */
        platformCode: string | null
      }[]
      /** @description What else is to be known, such as a limit that is over in time */
      warnings: {
        code: string
        message: string
        remedy: string
      }[]
      /** @description The soonest instant at which the answer can become another one by itself; null: only by what somebody does */
      validUntil: string | null
    }
    /**
     * @description What a publish request would come to. Nothing was made
     * @example {
     *       "dryRun": true,
     *       "checkedAt": "2027-03-01T17:00:00.000Z",
     *       "targets": [
     *         {
     *           "platform": "TIKTOK",
     *           "connectionId": "cmh2x8v1d0001",
     *           "verdict": "would-be-refused",
     *           "at": null,
     *           "day": null,
     *           "problems": [
     *             {
     *               "code": "privacy-level-unavailable",
     *               "message": "The creator does not have the chosen privacy level.",
     *               "remedy": "Let the user choose one of the account's present levels, then publish anew.",
     *               "category": "policy",
     *               "actor": "caller",
     *               "pointer": null,
     *               "until": null,
     *               "platformCode": "privacy_level_option_mismatch"
     *             }
     *           ],
     *           "warnings": [],
     *           "validUntil": "2027-03-01T17:05:00.000Z"
     *         },
     *         {
     *           "platform": "YOUTUBE",
     *           "connectionId": "cmh2x8v1d0003",
     *           "verdict": "would-publish-now",
     *           "at": "2027-03-01T17:00:00.000Z",
     *           "day": "2027-03-01",
     *           "problems": [],
     *           "warnings": [],
     *           "validUntil": "2027-03-01T17:05:00.000Z"
     *         }
     *       ]
     *     }
     */
    DryRun: {
      /** @constant */
      dryRun: true
      /**
       * Format: date-time
       * @example 2027-03-01T17:00:00.000Z
       */
      checkedAt: string
      targets: components['schemas']['DryRunTarget'][]
    }
    Liveness: {
      /** @constant */
      status: 'ok'
    }
    Readiness: {
      /** @enum {string} */
      status: 'ready' | 'degraded'
      /**
       * @example {
       *       "database": "up",
       *       "temporal": "up",
       *       "storage": "up"
       *     }
       */
      dependencies: {
        [key: string]: 'up' | 'down'
      }
    }
    /**
     * @description The data of an event `state`
     * @example {
     *       "jobId": "pj_3Qm8vXcT2nLrB6yK",
     *       "status": "COMPLETED",
     *       "phase": "published",
     *       "waitReason": null,
     *       "waitUntil": null,
     *       "scheduledFor": null,
     *       "generation": 1,
     *       "revision": 0,
     *       "error": null,
     *       "post": {
     *         "id": "cmh2x8v1d0002",
     *         "postId": "dQw4w9WgXcQ",
     *         "url": "https://www.youtube.com/shorts/dQw4w9WgXcQ",
     *         "visibility": "public",
     *         "publishedAt": "2027-03-01T17:00:12.000Z"
     *       },
     *       "at": "2027-03-01T17:00:12.300Z"
     *     }
     */
    JobState: {
      /** @example cmh2x8v1d0000 */
      jobId: string
      /** @enum {string} */
      status: 'PENDING' | 'ACTIVE' | 'COMPLETED' | 'FAILED' | 'DELAYED'
      /** @enum {string} */
      phase:
        | 'accepted'
        | 'scheduled'
        | 'waiting-for-quota'
        | 'waiting-for-reconnect'
        | 'cooling-down'
        | 'unconfirmed'
        | 'preparing'
        | 'uploading'
        | 'committing'
        | 'processing'
        | 'published'
        | 'handed-over'
        | 'failed'
        | 'cancelled'
      waitReason: string | null
      waitUntil: string | null
      scheduledFor: string | null
      post: {
        /**
         * @description In /v1/posts
         * @example cmh2x8v1d0000
         */
        id: string
        /** @description The public id; null until the platform tells it */
        postId: string | null
        url: string | null
        visibility: string | null
        /**
         * Format: date-time
         * @example 2027-03-01T17:00:00.000Z
         */
        publishedAt: string
      } | null
      generation: number
      revision: number
      error: {
        code: string
        message: string | null
      } | null
      /**
       * Format: date-time
       * @description When it became so
       * @example 2027-03-01T17:00:00.000Z
       */
      at: string
    }
    /**
     * @description The data of an event `progress`
     * @example {
     *       "bytesSent": 5242880,
     *       "bytesTotal": 15000000
     *     }
     */
    JobProgress: {
      bytesSent: number
      bytesTotal: number | null
    }
    /** @description What exists on the platform */
    Post: {
      /** @example cmh2x8v1d0000 */
      id: string
      /** @example cmh2x8v1d0000 */
      userId: string
      /** @example cmh2x8v1d0000 */
      videoId: string
      /** @description Null once retention has removed the job */
      jobId: string | null
      /** @enum {string} */
      platform: 'TIKTOK' | 'INSTAGRAM' | 'YOUTUBE'
      /** @description The public id; null until the platform tells it */
      platformPostId: string | null
      url: string | null
      visibility: string | null
      /** @example Bedtime in five minutes */
      caption: string
      hashtags: string[]
      /**
       * Format: date-time
       * @example 2027-03-01T17:00:00.000Z
       */
      publishedAt: string
      /** @description The last known ones */
      metrics: {
        views: number
        likes: number
        comments: number
        /** @description null: YouTube has never told them */
        shares: number | null
        lastSyncedAt: string | null
      }
      /** @description Since when and why the platform does not show the post; null: it does. It may come back */
      unavailable: {
        /**
         * Format: date-time
         * @example 2027-03-01T17:00:00.000Z
         */
        at: string
        /** @example deleted-at-platform */
        reason: string
        /** @example The platform shows it no more */
        message: string
      } | null
      /** @description How the numbers are brought from the platform */
      sync: {
        /** @description null: not brought yet */
        lastSyncedAt: string | null
        /** @description null: not brought any more */
        nextSyncAt: string | null
        /** @description What the last sync met; null after a good one */
        failure: {
          code: string
          message: string
        } | null
      }
      /** @description Since when it lies in the archive, too */
      archivedAt: string | null
    }
    PostPage: {
      items: components['schemas']['Post'][]
      /** @description null on the last page */
      nextCursor: string | null
    }
    PostMetrics: {
      /** @example cmh2x8v1d0000 */
      postId: string
      /** @enum {string} */
      bucket: 'hour' | 'day' | 'week'
      /**
       * Format: date-time
       * @description The beginning of the first bucket that the range touches
       * @example 2027-03-01T17:00:00.000Z
       */
      from: string
      /**
       * Format: date-time
       * @description The end of the last one
       * @example 2027-03-01T17:00:00.000Z
       */
      to: string
      /** @description The last known ones */
      current: {
        views: number
        likes: number
        comments: number
        /** @description null: YouTube has never told them */
        shares: number | null
      }
      /** @description Since when and why the platform does not show the post; null: it does. It may come back */
      unavailable: {
        /**
         * Format: date-time
         * @example 2027-03-01T17:00:00.000Z
         */
        at: string
        /** @example deleted-at-platform */
        reason: string
        /** @example The platform shows it no more */
        message: string
      } | null
      /** @description How the numbers are brought from the platform */
      sync: {
        /** @description null: not brought yet */
        lastSyncedAt: string | null
        /** @description null: not brought any more */
        nextSyncAt: string | null
        /** @description What the last sync met; null after a good one */
        failure: {
          code: string
          message: string
        } | null
      }
      /** @description Since when it lies in the archive, too */
      archivedAt: string | null
      /** @description In order; buckets in which the platform was not asked are left out */
      items: {
        /**
         * Format: date-time
         * @example 2027-03-01T17:00:00.000Z
         */
        startsAt: string
        /** @description The last ones told in the bucket; null: not reported */
        counters: {
          views: number | null
          likes: number | null
          comments: number | null
          shares: number | null
        }
        /** @description Since the counter was last known, or since publication; below zero where the platform took some back; null: not known */
        gained: {
          views: number | null
          likes: number | null
          comments: number | null
          shares: number | null
        }
      }[]
    }
    /** @description Posts that retention has pruned do not count */
    MetricTotals: {
      /** @enum {string} */
      bucket: 'hour' | 'day' | 'week'
      /**
       * Format: date-time
       * @description The beginning of the first bucket that the range touches
       * @example 2027-03-01T17:00:00.000Z
       */
      from: string
      /**
       * Format: date-time
       * @description The end of the last one
       * @example 2027-03-01T17:00:00.000Z
       */
      to: string
      groupBy: ('user' | 'platform') | null
      items: {
        /** @description null: all of them together */
        userId: string | null
        /** @description null: all of them together */
        platform: ('TIKTOK' | 'INSTAGRAM' | 'YOUTUBE') | null
        /** @description Published in this time */
        posts: number
        /** @description What the posts that were published in this time have now */
        counters: {
          views: number
          likes: number
          comments: number
          shares: number
        }
        /** @description What all posts gained in this time, older ones too, as far as it is known */
        gained: {
          views: number
          likes: number
          comments: number
          shares: number
        }
        /** @description In order; those in which nothing was published or read are left out */
        periods: {
          /**
           * Format: date-time
           * @example 2027-03-01T17:00:00.000Z
           */
          startsAt: string
          /** @description Published in this time */
          posts: number
          /** @description What the posts that were published in this time have now */
          counters: {
            views: number
            likes: number
            comments: number
            shares: number
          }
          /** @description What all posts gained in this time, older ones too, as far as it is known */
          gained: {
            views: number
            likes: number
            comments: number
            shares: number
          }
        }[]
      }[]
      /** @description null on the last page */
      nextCursor: string | null
    }
    /** @description Something that a person should look at */
    Finding: {
      /**
       * @description Stable
       * @example wait-overdue
       */
      code: string
      /** @example The job should have gone on half an hour ago */
      message: string
      /** @example Look at its run in the Temporal Web UI. */
      remedy: string
      jobId?: string
    }
    /** @description One round of a schedule, as it has told about itself */
    Round: {
      /**
       * Format: date-time
       * @example 2027-03-01T17:00:00.000Z
       */
      startedAt: string
      /**
       * Format: date-time
       * @example 2027-03-01T17:00:00.000Z
       */
      endedAt: string
      /**
       * @description What it has done, by name
       * @example {
       *       "started": 3
       *     }
       */
      counts: {
        [key: string]: number
      }
      /** @description The first hundred at most; `counts` tell how many there are */
      findings: components['schemas']['Finding'][]
    }
    ScheduleState: {
      paused: boolean
      /** @description Of whoever paused it, else what it is for */
      note: string | null
      /** @description Where it is paused: when it would be */
      nextRunAt: string | null
      /** @description Where the Temporal Web UI shows its last run */
      lastRunUrl: string | null
    }
    Maintenance: {
      items: {
        /**
         * @description Of the schedule in Temporal; `settle-restore` was begun by a restored database instead
         * @example reconcile-publish-jobs
         */
        id: string
        /** @example Starts accepted jobs that have no run */
        about: string
        /** @description null: none has ended yet */
        lastRound: components['schemas']['Round'] | null
        /** @description null: Temporal cannot be asked, or does not have it */
        schedule: components['schemas']['ScheduleState'] | null
      }[]
    }
    /**
     * @example {
     *       "lifetimeSeconds": 86400
     *     }
     */
    PageLinkBody: {
      /**
       * @description From a minute to 30 days
       * @default 604800
       */
      lifetimeSeconds?: number
    }
    PageLink: {
      /**
       * Format: uri
       * @description Shows the post to whoever has it: a secret until it ends
       */
      url: string
      /**
       * Format: date-time
       * @example 2027-03-01T17:00:00.000Z
       */
      expiresAt: string
    }
    /** @description Calls that YouTube counts apart from uploads */
    YouTubeQuotaBucket: {
      /** @example reads */
      name: string
      used: number
      limit: number
      /** @description Since when YouTube says that it is used up, whatever was counted here */
      closedAt: string | null
    }
    YouTubeQuotaDay: {
      /**
       * Format: date
       * @description The Pacific day
       * @example 2027-03-01
       */
      day: string
      /**
       * @description `units-1600`: uploads and calls share the units of the day; `upload-bucket`: uploads are counted apart
       * @enum {string}
       */
      model: 'units-1600' | 'upload-bucket'
      /** @description What is held and spent for uploads, and `callUnits` */
      used: number
      limit: number
      costPerUpload: number
      /** @description Uploads that the day has room for */
      placesFree: number
      uploads: {
        /** @description Places of jobs that have not sent their upload yet */
        held: number
        spent: number
      }
      /** @description What calls other than uploads have taken of the day */
      callUnits: number
      /** @description Since when YouTube says that it is used up, whatever was counted here */
      closedAt: string | null
      /**
       * Format: date-time
       * @description The midnight in Los Angeles that ends the day
       * @example 2027-03-01T17:00:00.000Z
       */
      resetAt: string
      buckets: components['schemas']['YouTubeQuotaBucket'][]
      /** @description As it stands now, whatever day was asked for */
      queue: {
        /** @description Jobs that wait for an upload */
        waiting: number
        /** @description Whose jobs these are */
        users: number
        /**
         * Format: date-time
         * @description When a new day is given to them
         * @example 2027-03-01T17:00:00.000Z
         */
        nextGrantAt: string
      }
      /** @description How many of the queue each coming day should take, as things stand */
      forecast: {
        /**
         * Format: date
         * @example 2027-03-01
         */
        day: string
        uploads: number
      }[]
    }
    /**
     * @example {
     *       "userId": "cmh2x8v1d0000",
     *       "platform": "TIKTOK"
     *     }
     */
    SyncBody: {
      /**
       * @description This post alone
       * @example cmh2x8v1d0000
       */
      postId?: string
      /**
       * @description Every post of the user
       * @example cmh2x8v1d0000
       */
      userId?: string
      /**
       * @description Of the user's posts, those on this platform alone
       * @enum {string}
       */
      platform?: 'TIKTOK' | 'INSTAGRAM' | 'YOUTUBE'
      /**
       * @description Every post of everybody; needs the scope `operate`, too
       * @constant
       */
      all?: true
    }
    /** @description What a forced sync asks for. Archived and deleted posts are not brought */
    ForcedSync: {
      /** @description Posts whose numbers are brought at once */
      posts: number
      /** @description Posts that are left out, since their numbers are less than a minute old */
      recent: number
    }
    TaskQueue: {
      /** @example upload-tiktok */
      queue: string
      /** @enum {string} */
      type: 'workflow' | 'activity'
      /**
       * @description `waiting`: tasks have been waiting for a minute or longer; `unserved`: no worker polls it
       * @enum {string}
       */
      state: 'served' | 'waiting' | 'unserved'
      /** @description Worker processes that have polled it in the last two minutes */
      pollers: number
      /** @description Tasks that wait for a worker, about */
      backlogTasks: number
      /** @description How long the oldest of them has been waiting, about */
      backlogAgeSeconds: number
    }
    TaskQueues: {
      items: components['schemas']['TaskQueue'][]
    }
    /**
     * @description Of a file that the caller uploads, part by part, straight to the bucket
     * @example {
     *       "userId": "user-1",
     *       "title": "Bedtime in five minutes",
     *       "sizeBytes": 52428800,
     *       "contentType": "video/mp4"
     *     }
     */
    VideoUpload: {
      /** @example cmh2x8v1d0000 */
      userId: string
      /** @example Bedtime in five minutes */
      title: string
      /**
       * @description Of the whole file
       * @example 52428800
       */
      sizeBytes: number
      /** @enum {string} */
      contentType: 'video/mp4' | 'video/quicktime' | 'video/webm'
    }
    /**
     * @description Of an object that lies in the bucket
     * @example {
     *       "userId": "user-1",
     *       "title": "Bedtime in five minutes",
     *       "key": "videos/user-1/bedtime.mp4"
     *     }
     */
    VideoRegistration: {
      /** @example cmh2x8v1d0000 */
      userId: string
      /** @example Bedtime in five minutes */
      title: string
      /**
       * @description Of an object that lies in the bucket, under `videos/<userId>/` unless an operator calls
       * @example videos/user-1/bedtime.mp4
       */
      key: string
    }
    VideoBody: components['schemas']['VideoUpload'] | components['schemas']['VideoRegistration']
    UploadPart: {
      number: number
      /**
       * Format: uri
       * @description Where the part may be PUT, with exactly that many bytes; a secret until it ends
       */
      url: string
      sizeBytes: number
    }
    UploadParts: {
      parts: components['schemas']['UploadPart'][]
      /**
       * Format: date-time
       * @description Until when the addresses are good; upload-parts gives new ones
       * @example 2027-03-01T17:00:00.000Z
       */
      urlsExpireAt: string
    }
    Upload: {
      parts: components['schemas']['UploadPart'][]
      /**
       * Format: date-time
       * @description Until when the addresses are good; upload-parts gives new ones
       * @example 2027-03-01T17:00:00.000Z
       */
      urlsExpireAt: string
      /**
       * @description Of every part but the last
       * @example 16777216
       */
      partSizeBytes: number
      /** @description The first 100 of them are in `parts` */
      partCount: number
      /**
       * Format: date-time
       * @description When the upload is given up unless it is completed
       * @example 2027-03-01T17:00:00.000Z
       */
      expiresAt: string
    }
    NewVideo: {
      /** @example cmh2x8v1d0000 */
      id: string
      /** @example cmh2x8v1d0000 */
      userId: string
      /** @example videos/user-1/bedtime.mp4 */
      key: string
      /** @example Bedtime in five minutes */
      title: string
      /** @description null until it is inspected */
      durationSeconds: number | null
      sizeBytes: number
      /** @example mp4 */
      format: string
      /**
       * @description null until it is inspected
       * @example 1080x1920
       */
      resolution: string | null
      /**
       * @description null until it is inspected
       * @example 9:16
       */
      aspectRatio: string | null
      /**
       * @description avc (H.264), hevc (H.265), vp8, vp9, av1, prores, or as its container names it; null: not known
       * @example avc
       */
      videoCodec: string | null
      /**
       * @description aac, opus, mp3, …; null: no sound, or not known
       * @example aac
       */
      audioCodec: string | null
      /**
       * @description Frames per second, measured at its beginning; null: not known
       * @example 29.97
       */
      frameRate: number | null
      /** @description null until it is inspected */
      inspectedAt: string | null
      /**
       * @description PROCESSING while it is uploaded or inspected; READY: it may be published; FAILED: it never may, see `faults`
       * @enum {string}
       */
      status: 'PROCESSING' | 'READY' | 'FAILED'
      /** @description Why it is FAILED */
      faults: components['schemas']['VideoFault'][]
      /** @description Where it may go, as far as the video itself tells; null while it is not READY */
      platforms: {
        TIKTOK: components['schemas']['VideoSuitability']
        INSTAGRAM: components['schemas']['VideoSuitability']
        YOUTUBE: components['schemas']['VideoSuitability']
      } | null
      /** @description While it is uploaded: when that is given up */
      uploadExpiresAt: string | null
      /**
       * Format: date-time
       * @example 2027-03-01T17:00:00.000Z
       */
      createdAt: string
      /** @description null where the object is in the bucket already */
      upload: components['schemas']['Upload'] | null
    }
    /**
     * @example {
     *       "from": 101,
     *       "count": 100
     *     }
     */
    UploadPartsQuery: {
      /** @description The number of the first part */
      from: number
      count: number
    }
    /**
     * @example {
     *       "parts": [
     *         {
     *           "number": 1,
     *           "etag": "9b2cf535f27731c974343645a3985328"
     *         }
     *       ]
     *     }
     */
    UploadCompletion: {
      /** @description Each part once, in any order */
      parts: {
        number: number
        /** @example 9b2cf535f27731c974343645a3985328 */
        etag: string
      }[]
    }
    WebhookEndpoint: {
      /** @example cmh2x8v1d0000 */
      id: string
      /** @example https://example.com/hooks/publisher */
      url: string
      events: (
        | 'publish_job.completed'
        | 'publish_job.failed'
        | 'publish_job.cancelled'
        | 'publish_job.unconfirmed'
        | 'publish_job.waiting'
        | 'connection.reconnect_required'
        | 'post.metrics_updated'
      )[]
      description: string | null
      /** @description null: told of all your users */
      userId: string | null
      enabled: boolean
      /** @description Nothing was taken since; null after a delivery */
      failingSince: string | null
      disabledAt: string | null
      /** @description `gone`: it has answered 410; `failing`: it has taken nothing for five days */
      disabledReason: ('by-request' | 'gone' | 'failing') | null
      /** @description Until then the secret before signs along */
      oldSecretUntil: string | null
      /**
       * Format: date-time
       * @example 2027-03-01T17:00:00.000Z
       */
      createdAt: string
      /**
       * Format: date-time
       * @example 2027-03-01T17:00:00.000Z
       */
      updatedAt: string
    }
    WebhookEndpointHealth: {
      /** @example cmh2x8v1d0000 */
      id: string
      /** @example https://example.com/hooks/publisher */
      url: string
      events: (
        | 'publish_job.completed'
        | 'publish_job.failed'
        | 'publish_job.cancelled'
        | 'publish_job.unconfirmed'
        | 'publish_job.waiting'
        | 'connection.reconnect_required'
        | 'post.metrics_updated'
      )[]
      description: string | null
      /** @description null: told of all your users */
      userId: string | null
      enabled: boolean
      /** @description Nothing was taken since; null after a delivery */
      failingSince: string | null
      disabledAt: string | null
      /** @description `gone`: it has answered 410; `failing`: it has taken nothing for five days */
      disabledReason: ('by-request' | 'gone' | 'failing') | null
      /** @description Until then the secret before signs along */
      oldSecretUntil: string | null
      /**
       * Format: date-time
       * @example 2027-03-01T17:00:00.000Z
       */
      createdAt: string
      /**
       * Format: date-time
       * @example 2027-03-01T17:00:00.000Z
       */
      updatedAt: string
      /** @description Messages of the last 24 hours */
      lastDay: {
        pending: number
        delivered: number
        failed: number
      }
    }
    WebhookEndpointSecret: {
      /** @example cmh2x8v1d0000 */
      id: string
      /** @example https://example.com/hooks/publisher */
      url: string
      events: (
        | 'publish_job.completed'
        | 'publish_job.failed'
        | 'publish_job.cancelled'
        | 'publish_job.unconfirmed'
        | 'publish_job.waiting'
        | 'connection.reconnect_required'
        | 'post.metrics_updated'
      )[]
      description: string | null
      /** @description null: told of all your users */
      userId: string | null
      enabled: boolean
      /** @description Nothing was taken since; null after a delivery */
      failingSince: string | null
      disabledAt: string | null
      /** @description `gone`: it has answered 410; `failing`: it has taken nothing for five days */
      disabledReason: ('by-request' | 'gone' | 'failing') | null
      /** @description Until then the secret before signs along */
      oldSecretUntil: string | null
      /**
       * Format: date-time
       * @example 2027-03-01T17:00:00.000Z
       */
      createdAt: string
      /**
       * Format: date-time
       * @example 2027-03-01T17:00:00.000Z
       */
      updatedAt: string
      /**
       * @description What receivers verify by, with any library of Standard Webhooks. It is shown here and never again
       * @example whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=
       */
      secret: string
    }
    WebhookEndpointPage: {
      items: components['schemas']['WebhookEndpoint'][]
      /** @description null on the last page */
      nextCursor: string | null
    }
    WebhookMessage: {
      /**
       * @description The `webhook-id` of every attempt: what has come twice is known by it
       * @example cmh2x8v1d0000
       */
      id: string
      /** @enum {string} */
      type:
        | 'publish_job.completed'
        | 'publish_job.failed'
        | 'publish_job.cancelled'
        | 'publish_job.unconfirmed'
        | 'publish_job.waiting'
        | 'connection.reconnect_required'
        | 'post.metrics_updated'
        | 'webhook.test'
      /** @enum {string} */
      state: 'pending' | 'delivered' | 'failed'
      /** @description Since it was put on its way last */
      attemptCount: number
      /**
       * Format: date-time
       * @example 2027-03-01T17:00:00.000Z
       */
      createdAt: string
      nextAttemptAt: string | null
      endedAt: string | null
    }
    WebhookMessagePage: {
      items: components['schemas']['WebhookMessage'][]
      /** @description null on the last page */
      nextCursor: string | null
    }
    WebhookMessageLog: {
      /**
       * @description The `webhook-id` of every attempt: what has come twice is known by it
       * @example cmh2x8v1d0000
       */
      id: string
      /** @enum {string} */
      type:
        | 'publish_job.completed'
        | 'publish_job.failed'
        | 'publish_job.cancelled'
        | 'publish_job.unconfirmed'
        | 'publish_job.waiting'
        | 'connection.reconnect_required'
        | 'post.metrics_updated'
        | 'webhook.test'
      /** @enum {string} */
      state: 'pending' | 'delivered' | 'failed'
      /** @description Since it was put on its way last */
      attemptCount: number
      /**
       * Format: date-time
       * @example 2027-03-01T17:00:00.000Z
       */
      createdAt: string
      nextAttemptAt: string | null
      endedAt: string | null
      /** @description The body as it is sent */
      payload: {
        [key: string]: unknown
      }
      /** @description Newest first */
      attempts: {
        /**
         * Format: date-time
         * @example 2027-03-01T17:00:00.000Z
         */
        startedAt: string
        durationMs: number
        /** @description null: there was no answer */
        httpStatus: number | null
        /**
         * @description A stable code; null: delivered
         * @example refused
         */
        failure: string | null
        /** @description The beginning of a refusing answer */
        excerpt: string | null
      }[]
    }
    /**
     * @example {
     *       "url": "https://example.com/hooks/publisher",
     *       "events": [
     *         "publish_job.completed",
     *         "publish_job.failed"
     *       ]
     *     }
     */
    WebhookEndpointBody: {
      /**
       * @description https, to a public address, at port 443 or one from 1024 on. Redirects are not followed
       * @example https://example.com/hooks/publisher
       */
      url: string
      /**
       * @description What it is told of
       * @example [
       *       "publish_job.completed",
       *       "publish_job.failed"
       *     ]
       */
      events: (
        | 'publish_job.completed'
        | 'publish_job.failed'
        | 'publish_job.cancelled'
        | 'publish_job.unconfirmed'
        | 'publish_job.waiting'
        | 'connection.reconnect_required'
        | 'post.metrics_updated'
      )[]
      /** @default null */
      description?: string | null
      /**
       * @description Told of this user only; null: of all your users
       * @default null
       */
      userId?: string | null
    }
    /**
     * @example {
     *       "enabled": true
     *     }
     */
    WebhookEndpointChange: {
      /**
       * @description https, to a public address, at port 443 or one from 1024 on. Redirects are not followed
       * @example https://example.com/hooks/publisher
       */
      url?: string
      /**
       * @description What it is told of
       * @example [
       *       "publish_job.completed",
       *       "publish_job.failed"
       *     ]
       */
      events?: (
        | 'publish_job.completed'
        | 'publish_job.failed'
        | 'publish_job.cancelled'
        | 'publish_job.unconfirmed'
        | 'publish_job.waiting'
        | 'connection.reconnect_required'
        | 'post.metrics_updated'
      )[]
      description?: string | null
      /** @description `false` ends what is on its way; after `true` what is missing is redelivered on demand */
      enabled?: boolean
    }
    /**
     * @example {
     *       "platform": "TIKTOK",
     *       "reason": "TikTok asked us to look into spam",
     *       "until": "2027-03-01T18:00:00Z"
     *     }
     */
    PauseBody: {
      /**
       * @description Every account of it
       * @enum {string}
       */
      platform?: 'TIKTOK' | 'INSTAGRAM' | 'YOUTUBE'
      /**
       * @description This account alone
       * @example cmh2x8v1d0000
       */
      connectionId?: string
      /** @description For whoever looks at a job that waits for it */
      reason: string
      /**
       * Format: date-time
       * @description Without it, until somebody resumes it
       * @example 2027-03-01T18:00:00+01:00
       */
      until?: string
      /**
       * @description `writes`: what leads to a post; questions about posts that may exist go on. `all`: every call
       * @default writes
       * @enum {string}
       */
      scope?: 'writes' | 'all'
    }
    TIKTOK_OPTIONS: {
      /**
       * @description DIRECT_POST publishes. MEDIA_UPLOAD puts the video into the user's TikTok inbox, where the user writes the caption, chooses everything else and publishes by hand: caption and hashtags are not passed on.
       * @default DIRECT_POST
       * @enum {string}
       */
      postMode?: 'DIRECT_POST' | 'MEDIA_UPLOAD'
      /**
       * @description Who can see the post; must be one that the creator has. There is no default.
       * @enum {string}
       */
      privacyLevel?: 'PUBLIC_TO_EVERYONE' | 'MUTUAL_FOLLOW_FRIENDS' | 'FOLLOWER_OF_CREATOR' | 'SELF_ONLY'
      /**
       * @description No comments.
       * @default false
       */
      disableComment?: boolean
      /**
       * @description No duets.
       * @default false
       */
      disableDuet?: boolean
      /**
       * @description No stitches.
       * @default false
       */
      disableStitch?: boolean
      /**
       * @description A paid partnership with a third party; not with SELF_ONLY.
       * @default false
       */
      brandContent?: boolean
      /**
       * @description Promotes the creator's own business.
       * @default false
       */
      brandOrganic?: boolean
      /**
       * @description Labels the video as made by AI.
       * @default false
       */
      isAiGenerated?: boolean
      /** @description The frame that becomes the cover; the first one when absent. */
      coverTimestampMs?: number
    }
    INSTAGRAM_OPTIONS: {
      /**
       * @description Shows the Reel in the feed as well.
       * @default true
       */
      shareToFeed?: boolean
      /** @description The frame that becomes the cover. */
      thumbOffsetMs?: number
      /**
       * @description Labels the video as made by AI.
       * @default false
       */
      isAiGenerated?: boolean
      /**
       * @description User names, without @.
       * @default []
       */
      collaborators?: string[]
      /** @description The R2 key of the cover, a JPEG of at most 8 MB. Comes before thumbOffsetMs. */
      coverKey?: string
      /** @description The name of the original audio. */
      audioName?: string
      /** @description The Facebook Page id of a place. */
      locationId?: string
    }
    YOUTUBE_OPTIONS: {
      /** @description The video's title when absent. */
      title?: string
      /**
       * @description There is no default: YouTube would take public.
       * @enum {string}
       */
      privacyStatus: 'private' | 'unlisted' | 'public'
      /** @description The declaration that the law asks of the uploader. */
      madeForKids: boolean
      /**
       * @description 22 is People & Blogs.
       * @default 22
       */
      categoryId?: string
      /**
       * @description Beside the hashtags.
       * @default []
       */
      tags?: string[]
      /**
       * @description Discloses content that AI made or changed.
       * @default false
       */
      containsSyntheticMedia?: boolean
      /** @default true */
      notifySubscribers?: boolean
      /**
       * Format: date-time
       * @description When YouTube makes a private video public.
       */
      publishAt?: string
      /** @enum {string} */
      license?: 'youtube' | 'creativeCommon'
      embeddable?: boolean
      publicStatsViewable?: boolean
      paidProductPlacement?: boolean
      /** @description The language of title and description. */
      defaultLanguage?: string
      /** @description A JPEG or PNG of at most 50 MB in the bucket of the videos. */
      thumbnailKey?: string
      playlistId?: string
    }
  }
  responses: {
    /**
     * @description `malformed-request`: The request is malformed.
     *
     *     `invalid-json`: The body is not valid JSON.
     */
    '400.malformed-request.invalid-json': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        RateLimit: components['headers']['RateLimit']
        'RateLimit-Policy': components['headers']['RateLimit-Policy']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 400
          /** @enum {string} */
          code: 'malformed-request' | 'invalid-json'
        }
        'text/html': string
      }
    }
    /** @description `body-too-large`: The body is too large. */
    '413.body-too-large': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        RateLimit: components['headers']['RateLimit']
        'RateLimit-Policy': components['headers']['RateLimit-Policy']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 413
          /** @enum {string} */
          code: 'body-too-large'
        }
        'text/html': string
      }
    }
    /** @description `unsupported-media-type`: The body is of another media type than the route takes. */
    '415.unsupported-media-type': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        RateLimit: components['headers']['RateLimit']
        'RateLimit-Policy': components['headers']['RateLimit-Policy']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 415
          /** @enum {string} */
          code: 'unsupported-media-type'
        }
        'text/html': string
      }
    }
    /**
     * @description `api-key-missing`: No API key was given.
     *
     *     `api-key-invalid`: The API key is unknown or revoked.
     */
    '401.api-key-missing.api-key-invalid': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        'WWW-Authenticate': components['headers']['WWW-Authenticate']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 401
          /** @enum {string} */
          code: 'api-key-missing' | 'api-key-invalid'
        }
        'text/html': string
      }
    }
    /** @description `scope-missing`: The API key lacks a scope. */
    '403.scope-missing': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        RateLimit: components['headers']['RateLimit']
        'RateLimit-Policy': components['headers']['RateLimit-Policy']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 403
          /** @enum {string} */
          code: 'scope-missing'
        }
        'text/html': string
      }
    }
    /** @description `rate-limited`: Too many requests were sent with this API key. */
    '429.rate-limited': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        RateLimit: components['headers']['RateLimit']
        'RateLimit-Policy': components['headers']['RateLimit-Policy']
        'Retry-After': components['headers']['Retry-After']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 429
          /** @enum {string} */
          code: 'rate-limited'
        }
        'text/html': string
      }
    }
    /**
     * @description `validation-failed`: The request breaks rules.
     *
     *     `idempotency-key-reused`: This Idempotency-Key was used for another request.
     */
    '422.validation-failed.idempotency-key-reused': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        RateLimit: components['headers']['RateLimit']
        'RateLimit-Policy': components['headers']['RateLimit-Policy']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 422
          /** @enum {string} */
          code: 'validation-failed' | 'idempotency-key-reused'
        }
        'text/html': string
      }
    }
    /**
     * @description `duplicate-publish`: This video is already published, or about to be, on this account.
     *
     *     `user-being-erased`: The user is being erased with all that is theirs.
     */
    '409.duplicate-publish.user-being-erased': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        RateLimit: components['headers']['RateLimit']
        'RateLimit-Policy': components['headers']['RateLimit-Policy']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 409
          /** @enum {string} */
          code: 'duplicate-publish' | 'user-being-erased'
        }
        'text/html': string
      }
    }
    /** @description `internal`: Something unexpected happened. */
    '500.internal': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        RateLimit: components['headers']['RateLimit']
        'RateLimit-Policy': components['headers']['RateLimit-Policy']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 500
          /** @enum {string} */
          code: 'internal'
        }
        'text/html': string
      }
    }
    /** @description `database-unavailable`: The database is out of reach. */
    '503.database-unavailable': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        RateLimit: components['headers']['RateLimit']
        'RateLimit-Policy': components['headers']['RateLimit-Policy']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 503
          /** @enum {string} */
          code: 'database-unavailable'
        }
        'text/html': string
      }
    }
    /** @description `validation-failed`: The request breaks rules. */
    '422.validation-failed': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        RateLimit: components['headers']['RateLimit']
        'RateLimit-Policy': components['headers']['RateLimit-Policy']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 422
          /** @enum {string} */
          code: 'validation-failed'
        }
        'text/html': string
      }
    }
    /** @description `malformed-request`: The request is malformed. */
    '400.malformed-request': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        RateLimit: components['headers']['RateLimit']
        'RateLimit-Policy': components['headers']['RateLimit-Policy']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 400
          /** @enum {string} */
          code: 'malformed-request'
        }
        'text/html': string
      }
    }
    /** @description `job-not-found`: There is no such publish job. */
    '404.job-not-found': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        RateLimit: components['headers']['RateLimit']
        'RateLimit-Policy': components['headers']['RateLimit-Policy']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 404
          /** @enum {string} */
          code: 'job-not-found'
        }
        'text/html': string
      }
    }
    /** @description `job-removed`: The publish job has ended long ago and was removed. */
    '410.job-removed': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        RateLimit: components['headers']['RateLimit']
        'RateLimit-Policy': components['headers']['RateLimit-Policy']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 410
          /** @enum {string} */
          code: 'job-removed'
        }
        'text/html': string
      }
    }
    /**
     * @description `rate-limited`: Too many requests were sent with this API key.
     *
     *     `too-many-streams`: This key follows as many jobs at once as it may.
     */
    '429.rate-limited.too-many-streams': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        RateLimit: components['headers']['RateLimit']
        'RateLimit-Policy': components['headers']['RateLimit-Policy']
        'Retry-After': components['headers']['Retry-After']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 429
          /** @enum {string} */
          code: 'rate-limited' | 'too-many-streams'
        }
        'text/html': string
      }
    }
    /**
     * @description `too-late`: The job has gone too far for this change.
     *
     *     `unconfirmed`: The platform may have published, and there is no verdict yet.
     */
    '409.too-late.unconfirmed': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        RateLimit: components['headers']['RateLimit']
        'RateLimit-Policy': components['headers']['RateLimit-Policy']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 409
          /** @enum {string} */
          code: 'too-late' | 'unconfirmed'
        }
        'text/html': string
      }
    }
    /**
     * @description `not-retryable`: Only a job that has failed can be retried.
     *
     *     `publish-before-passed`: The job's latest instant has come.
     *
     *     `unconfirmed`: The platform may have published, and there is no verdict yet.
     *
     *     `duplicate-publish`: This video is already published, or about to be, on this account.
     *
     *     `user-being-erased`: The user is being erased with all that is theirs.
     */
    '409.not-retryable.publish-before-passed.unconfirmed.duplicate-publish.user-being-erased': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        RateLimit: components['headers']['RateLimit']
        'RateLimit-Policy': components['headers']['RateLimit-Policy']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 409
          /** @enum {string} */
          code: 'not-retryable' | 'publish-before-passed' | 'unconfirmed' | 'duplicate-publish' | 'user-being-erased'
        }
        'text/html': string
      }
    }
    /**
     * @description `not-unconfirmed`: The job is not unconfirmed: there is nothing to settle.
     *
     *     `commit-in-flight`: The request that publishes may still arrive at the platform.
     *
     *     `post-id-taken`: The post of this id belongs to another job.
     */
    '409.not-unconfirmed.commit-in-flight.post-id-taken': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        RateLimit: components['headers']['RateLimit']
        'RateLimit-Policy': components['headers']['RateLimit-Policy']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 409
          /** @enum {string} */
          code: 'not-unconfirmed' | 'commit-in-flight' | 'post-id-taken'
        }
        'text/html': string
      }
    }
    /**
     * @description `scope-missing`: The API key lacks a scope.
     *
     *     `key-of-one-user`: The API key acts for one user only, and not for this one.
     */
    '403.scope-missing.key-of-one-user': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        RateLimit: components['headers']['RateLimit']
        'RateLimit-Policy': components['headers']['RateLimit-Policy']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 403
          /** @enum {string} */
          code: 'scope-missing' | 'key-of-one-user'
        }
        'text/html': string
      }
    }
    /**
     * @description `email-taken`: Another user has this e-mail address.
     *
     *     `user-id-taken`: The id belongs to a user of another service.
     *
     *     `user-being-erased`: The user is being erased with all that is theirs.
     */
    '409.email-taken.user-id-taken.user-being-erased': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        RateLimit: components['headers']['RateLimit']
        'RateLimit-Policy': components['headers']['RateLimit-Policy']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 409
          /** @enum {string} */
          code: 'email-taken' | 'user-id-taken' | 'user-being-erased'
        }
        'text/html': string
      }
    }
    /** @description `user-not-found`: There is no such user. */
    '404.user-not-found': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        RateLimit: components['headers']['RateLimit']
        'RateLimit-Policy': components['headers']['RateLimit-Policy']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 404
          /** @enum {string} */
          code: 'user-not-found'
        }
        'text/html': string
      }
    }
    /** @description `user-busy`: A job of the user is publishing, or may have published. */
    '409.user-busy': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        RateLimit: components['headers']['RateLimit']
        'RateLimit-Policy': components['headers']['RateLimit-Policy']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 409
          /** @enum {string} */
          code: 'user-busy'
        }
        'text/html': string
      }
    }
    /** @description `connection-not-found`: There is no such connection. */
    '404.connection-not-found': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        RateLimit: components['headers']['RateLimit']
        'RateLimit-Policy': components['headers']['RateLimit-Policy']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 404
          /** @enum {string} */
          code: 'connection-not-found'
        }
        'text/html': string
      }
    }
    /**
     * @description `connection-busy`: The account is publishing, or may have published.
     *
     *     `jobs-depend`: Jobs need this account.
     */
    '409.connection-busy.jobs-depend': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        RateLimit: components['headers']['RateLimit']
        'RateLimit-Policy': components['headers']['RateLimit-Policy']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 409
          /** @enum {string} */
          code: 'connection-busy' | 'jobs-depend'
        }
        'text/html': string
      }
    }
    /** @description `malformed-request`: The request is malformed. */
    '400.malformed-request.open': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 400
          /** @enum {string} */
          code: 'malformed-request'
        }
        'text/html': string
      }
    }
    /** @description `validation-failed`: The request breaks rules. */
    '422.validation-failed.open': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 422
          /** @enum {string} */
          code: 'validation-failed'
        }
        'text/html': string
      }
    }
    /** @description `connect-link-invalid`: This link connects nothing. */
    '404.connect-link-invalid.open': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 404
          /** @enum {string} */
          code: 'connect-link-invalid'
        }
        'text/html': string
      }
    }
    /** @description `oauth-browser-mismatch`: This was begun in another browser. */
    '403.oauth-browser-mismatch.open': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 403
          /** @enum {string} */
          code: 'oauth-browser-mismatch'
        }
        'text/html': string
      }
    }
    /** @description `connect-link-used`: This link was used. */
    '409.connect-link-used.open': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 409
          /** @enum {string} */
          code: 'connect-link-used'
        }
        'text/html': string
      }
    }
    /** @description `connect-link-expired`: This link has expired. */
    '410.connect-link-expired.open': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 410
          /** @enum {string} */
          code: 'connect-link-expired'
        }
        'text/html': string
      }
    }
    /**
     * @description `login-not-configured`: The login that the link was made for is not configured any more.
     *
     *     `internal`: Something unexpected happened.
     */
    '500.login-not-configured.internal.open': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 500
          /** @enum {string} */
          code: 'login-not-configured' | 'internal'
        }
        'text/html': string
      }
    }
    /** @description `database-unavailable`: The database is out of reach. */
    '503.database-unavailable.open': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 503
          /** @enum {string} */
          code: 'database-unavailable'
        }
        'text/html': string
      }
    }
    /**
     * @description `malformed-request`: The request is malformed.
     *
     *     `oauth-state-invalid`: This return from the platform belongs to nothing that was begun here.
     */
    '400.malformed-request.oauth-state-invalid.open': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 400
          /** @enum {string} */
          code: 'malformed-request' | 'oauth-state-invalid'
        }
        'text/html': string
      }
    }
    /**
     * @description `oauth-browser-mismatch`: This was begun in another browser.
     *
     *     `access-denied`: The user did not let the app use the account.
     */
    '403.oauth-browser-mismatch.access-denied.open': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 403
          /** @enum {string} */
          code: 'oauth-browser-mismatch' | 'access-denied'
        }
        'text/html': string
      }
    }
    /**
     * @description `oauth-state-used`: This return from the platform was taken already.
     *
     *     `account-taken`: Another user has connected this account.
     *
     *     `account-choice-needed`: The user has let the app use several accounts.
     *
     *     `account-not-offered`: The user has not chosen the account that the link was made for.
     *
     *     `consent-superseded`: The user has decided otherwise since this consent was given.
     */
    '409.oauth-state-used.account-taken.account-choice-needed.account-not-offered.consent-superseded.open': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 409
          /** @enum {string} */
          code:
            | 'oauth-state-used'
            | 'account-taken'
            | 'account-choice-needed'
            | 'account-not-offered'
            | 'consent-superseded'
        }
        'text/html': string
      }
    }
    /** @description `oauth-state-expired`: The return from the platform came too late. */
    '410.oauth-state-expired.open': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 410
          /** @enum {string} */
          code: 'oauth-state-expired'
        }
        'text/html': string
      }
    }
    /** @description `consent-failed`: The platform has sent the user back without a consent. */
    '502.consent-failed.open': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 502
          /** @enum {string} */
          code: 'consent-failed'
        }
        'text/html': string
      }
    }
    /**
     * @description `video-key-taken`: A video of this object key exists.
     *
     *     `user-being-erased`: The user is being erased with all that is theirs.
     */
    '409.video-key-taken.user-being-erased': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        RateLimit: components['headers']['RateLimit']
        'RateLimit-Policy': components['headers']['RateLimit-Policy']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 409
          /** @enum {string} */
          code: 'video-key-taken' | 'user-being-erased'
        }
        'text/html': string
      }
    }
    /**
     * @description `video-deleted`: The video that this Idempotency-Key has made was deleted.
     *
     *     `upload-expired`: The upload was not completed in time, and was given up.
     */
    '410.video-deleted.upload-expired': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        RateLimit: components['headers']['RateLimit']
        'RateLimit-Policy': components['headers']['RateLimit-Policy']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 410
          /** @enum {string} */
          code: 'video-deleted' | 'upload-expired'
        }
        'text/html': string
      }
    }
    /**
     * @description `storage-unreachable`: The bucket gave no usable answer.
     *
     *     `database-unavailable`: The database is out of reach.
     */
    '503.storage-unreachable.database-unavailable': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        RateLimit: components['headers']['RateLimit']
        'RateLimit-Policy': components['headers']['RateLimit-Policy']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 503
          /** @enum {string} */
          code: 'storage-unreachable' | 'database-unavailable'
        }
        'text/html': string
      }
    }
    /**
     * @description `storage-refused`: The bucket does not let Publisher do this.
     *
     *     `internal`: Something unexpected happened.
     */
    '500.storage-refused.internal': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        RateLimit: components['headers']['RateLimit']
        'RateLimit-Policy': components['headers']['RateLimit-Policy']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 500
          /** @enum {string} */
          code: 'storage-refused' | 'internal'
        }
        'text/html': string
      }
    }
    /** @description `video-not-found`: There is no such video. */
    '404.video-not-found': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        RateLimit: components['headers']['RateLimit']
        'RateLimit-Policy': components['headers']['RateLimit-Policy']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 404
          /** @enum {string} */
          code: 'video-not-found'
        }
        'text/html': string
      }
    }
    /** @description `not-uploading`: The video takes no parts: its object is in the bucket. */
    '409.not-uploading': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        RateLimit: components['headers']['RateLimit']
        'RateLimit-Policy': components['headers']['RateLimit-Policy']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 409
          /** @enum {string} */
          code: 'not-uploading'
        }
        'text/html': string
      }
    }
    /** @description `upload-expired`: The upload was not completed in time, and was given up. */
    '410.upload-expired': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        RateLimit: components['headers']['RateLimit']
        'RateLimit-Policy': components['headers']['RateLimit-Policy']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 410
          /** @enum {string} */
          code: 'upload-expired'
        }
        'text/html': string
      }
    }
    /**
     * @description `upload-incomplete`: Parts of the upload are missing: see "missing".
     *
     *     `part-differs`: Parts have arrived with other bytes than are named: see "parts".
     *
     *     `size-differs`: Bytes have arrived in another number than was announced: see "parts", or "sizeBytes" of the whole.
     */
    '409.upload-incomplete.part-differs.size-differs': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        RateLimit: components['headers']['RateLimit']
        'RateLimit-Policy': components['headers']['RateLimit-Policy']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 409
          /** @enum {string} */
          code: 'upload-incomplete' | 'part-differs' | 'size-differs'
        }
        'text/html': string
      }
    }
    /**
     * @description `video-busy`: A job of the video is publishing, or may have published.
     *
     *     `video-in-use`: Jobs need this video.
     */
    '409.video-busy.video-in-use': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        RateLimit: components['headers']['RateLimit']
        'RateLimit-Policy': components['headers']['RateLimit-Policy']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 409
          /** @enum {string} */
          code: 'video-busy' | 'video-in-use'
        }
        'text/html': string
      }
    }
    /**
     * @description `not-uploaded`: The object of the video is not in the bucket yet.
     *
     *     `source-missing`: The object of the video is not in the bucket any more.
     *
     *     `source-changed`: The object in the bucket was replaced after the video was made.
     */
    '409.not-uploaded.source-missing.source-changed': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        RateLimit: components['headers']['RateLimit']
        'RateLimit-Policy': components['headers']['RateLimit-Policy']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 409
          /** @enum {string} */
          code: 'not-uploaded' | 'source-missing' | 'source-changed'
        }
        'text/html': string
      }
    }
    /** @description `post-not-found`: There is no such post. */
    '404.post-not-found': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        RateLimit: components['headers']['RateLimit']
        'RateLimit-Policy': components['headers']['RateLimit-Policy']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 404
          /** @enum {string} */
          code: 'post-not-found'
        }
        'text/html': string
      }
    }
    /** @description `post-archived`: The post is old, and in the archive only. */
    '410.post-archived': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        RateLimit: components['headers']['RateLimit']
        'RateLimit-Policy': components['headers']['RateLimit-Policy']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 410
          /** @enum {string} */
          code: 'post-archived'
        }
        'text/html': string
      }
    }
    /** @description `page-link-invalid`: This link leads nowhere. */
    '404.page-link-invalid.open': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 404
          /** @enum {string} */
          code: 'page-link-invalid'
        }
        'text/html': string
      }
    }
    /** @description `page-link-expired`: This link has ended. */
    '410.page-link-expired.open': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 410
          /** @enum {string} */
          code: 'page-link-expired'
        }
        'text/html': string
      }
    }
    /** @description `internal`: Something unexpected happened. */
    '500.internal.open': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 500
          /** @enum {string} */
          code: 'internal'
        }
        'text/html': string
      }
    }
    /**
     * @description `post-not-found`: There is no such post.
     *
     *     `user-not-found`: There is no such user.
     */
    '404.post-not-found.user-not-found': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        RateLimit: components['headers']['RateLimit']
        'RateLimit-Policy': components['headers']['RateLimit-Policy']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 404
          /** @enum {string} */
          code: 'post-not-found' | 'user-not-found'
        }
        'text/html': string
      }
    }
    /**
     * @description `user-being-erased`: The user is being erased with all that is theirs.
     *
     *     `too-many-webhook-endpoints`: There are 20 webhook endpoints already.
     */
    '409.user-being-erased.too-many-webhook-endpoints': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        RateLimit: components['headers']['RateLimit']
        'RateLimit-Policy': components['headers']['RateLimit-Policy']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 409
          /** @enum {string} */
          code: 'user-being-erased' | 'too-many-webhook-endpoints'
        }
        'text/html': string
      }
    }
    /** @description `webhook-endpoint-not-found`: There is no such webhook endpoint. */
    '404.webhook-endpoint-not-found': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        RateLimit: components['headers']['RateLimit']
        'RateLimit-Policy': components['headers']['RateLimit-Policy']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 404
          /** @enum {string} */
          code: 'webhook-endpoint-not-found'
        }
        'text/html': string
      }
    }
    /** @description `webhook-endpoint-disabled`: Nothing is sent to this webhook endpoint. */
    '409.webhook-endpoint-disabled': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        RateLimit: components['headers']['RateLimit']
        'RateLimit-Policy': components['headers']['RateLimit-Policy']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 409
          /** @enum {string} */
          code: 'webhook-endpoint-disabled'
        }
        'text/html': string
      }
    }
    /**
     * @description `webhook-endpoint-not-found`: There is no such webhook endpoint.
     *
     *     `webhook-message-not-found`: There is no such message of this webhook endpoint.
     */
    '404.webhook-endpoint-not-found.webhook-message-not-found': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        RateLimit: components['headers']['RateLimit']
        'RateLimit-Policy': components['headers']['RateLimit-Policy']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 404
          /** @enum {string} */
          code: 'webhook-endpoint-not-found' | 'webhook-message-not-found'
        }
        'text/html': string
      }
    }
    /** @description `pause-not-found`: There is no such pause, or it is over. */
    '404.pause-not-found': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        RateLimit: components['headers']['RateLimit']
        'RateLimit-Policy': components['headers']['RateLimit-Policy']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 404
          /** @enum {string} */
          code: 'pause-not-found'
        }
        'text/html': string
      }
    }
    /** @description `not-a-pause`: The platform itself said so, and nobody can end it. */
    '409.not-a-pause': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        RateLimit: components['headers']['RateLimit']
        'RateLimit-Policy': components['headers']['RateLimit-Policy']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 409
          /** @enum {string} */
          code: 'not-a-pause'
        }
        'text/html': string
      }
    }
    /**
     * @description `temporal-unavailable`: Temporal is out of reach.
     *
     *     `database-unavailable`: The database is out of reach.
     */
    '503.temporal-unavailable.database-unavailable': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        RateLimit: components['headers']['RateLimit']
        'RateLimit-Policy': components['headers']['RateLimit-Policy']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 503
          /** @enum {string} */
          code: 'temporal-unavailable' | 'database-unavailable'
        }
        'text/html': string
      }
    }
    /**
     * @description `not-ready`: A dependency is out of reach.
     *
     *     `stopping`: This process is ending.
     *
     *     `database-unavailable`: The database is out of reach.
     */
    '503.not-ready.stopping.database-unavailable.open': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 503
          /** @enum {string} */
          code: 'not-ready' | 'stopping' | 'database-unavailable'
        }
        'text/html': string
      }
    }
    /**
     * @description `malformed-request`: The request is malformed.
     *
     *     `invalid-json`: The body is not valid JSON.
     *
     *     `webhook-malformed`: The delivery is signed, and not what the platform documents.
     */
    '400.malformed-request.invalid-json.webhook-malformed.open': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 400
          /** @enum {string} */
          code: 'malformed-request' | 'invalid-json' | 'webhook-malformed'
        }
        'text/html': string
      }
    }
    /** @description `body-too-large`: The body is too large. */
    '413.body-too-large.open': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 413
          /** @enum {string} */
          code: 'body-too-large'
        }
        'text/html': string
      }
    }
    /** @description `unsupported-media-type`: The body is of another media type than the route takes. */
    '415.unsupported-media-type.open': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 415
          /** @enum {string} */
          code: 'unsupported-media-type'
        }
        'text/html': string
      }
    }
    /**
     * @description `webhook-signature-invalid`: The delivery is not signed by the platform for this app.
     *
     *     `webhook-too-old`: The delivery was not signed just now.
     */
    '401.webhook-signature-invalid.webhook-too-old.open': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        'WWW-Authenticate': components['headers']['WWW-Authenticate']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 401
          /** @enum {string} */
          code: 'webhook-signature-invalid' | 'webhook-too-old'
        }
        'text/html': string
      }
    }
    /**
     * @description `not-ready`: A dependency is out of reach.
     *
     *     `database-unavailable`: The database is out of reach.
     */
    '503.not-ready.database-unavailable.open': {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status: 503
          /** @enum {string} */
          code: 'not-ready' | 'database-unavailable'
        }
        'text/html': string
      }
    }
  }
  parameters: never
  requestBodies: never
  headers: {
    /** @description Names the request in the logs; one of your own is taken over: 1 to 64 letters, digits or . _ - */
    'X-Request-Id': string
    /** @description How many requests this key has left (`r`), and for how many seconds (`t`) */
    RateLimit: string
    /** @description How many requests a key has (`q`) in so many seconds (`w`) */
    'RateLimit-Policy': string
    /** @description After so many seconds the request may be sent again */
    'Retry-After': number
    /** @description How to authenticate */
    'WWW-Authenticate': string
    /** @description `true` on an answer that was given before, to the same key and body */
    'Idempotent-Replayed': 'true'
    /** @description Where the browser goes on */
    Location: string
  }
  pathItems: never
}
export type $defs = Record<string, never>
export interface operations {
  listPublishJobs: {
    parameters: {
      query?: {
        /** @example cmh2x8v1d0000 */
        userId?: string
        /** @example cmh2x8v1d0000 */
        videoId?: string
        /** @example TIKTOK */
        platform?: 'TIKTOK' | 'INSTAGRAM' | 'YOUTUBE'
        /** @example PENDING */
        status?: 'PENDING' | 'ACTIVE' | 'COMPLETED' | 'FAILED' | 'DELAYED'
        /** @example accepted */
        phase?:
          | 'accepted'
          | 'scheduled'
          | 'waiting-for-quota'
          | 'waiting-for-reconnect'
          | 'cooling-down'
          | 'unconfirmed'
          | 'preparing'
          | 'uploading'
          | 'committing'
          | 'processing'
          | 'published'
          | 'handed-over'
          | 'failed'
          | 'cancelled'
        /**
         * @description Rows on a page
         * @example 20
         */
        limit?: number
        /**
         * @description `nextCursor` of the page before
         * @example MTgwMDAxMjgwMDAwMDpjbWgyeDh2MWQwMDAw
         */
        cursor?: string
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description A page of jobs */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "items": [
           *         {
           *           "jobId": "pj_3Qm8vXcT2nLrB6yK",
           *           "userId": "user-1",
           *           "videoId": "cmh2x8v1d0000",
           *           "platform": "YOUTUBE",
           *           "connectionId": "cmh2x8v1d0001",
           *           "status": "COMPLETED",
           *           "phase": "published",
           *           "waitReason": null,
           *           "waitUntil": null,
           *           "queue": null,
           *           "scheduledFor": null,
           *           "publishBefore": null,
           *           "onQuotaExhausted": "wait",
           *           "reconnectWaitSeconds": null,
           *           "caption": "Bedtime in five minutes",
           *           "hashtags": [
           *             "parenting",
           *             "bedtime"
           *           ],
           *           "options": {
           *             "privacyStatus": "public",
           *             "madeForKids": false
           *           },
           *           "progress": {
           *             "bytesSent": 15000000,
           *             "bytesTotal": 15000000
           *           },
           *           "error": null,
           *           "warnings": [],
           *           "unconfirmed": null,
           *           "attempts": [
           *             {
           *               "step": "session.put",
           *               "startedAt": "2027-03-01T17:00:04.120Z",
           *               "endedAt": "2027-03-01T17:00:09.480Z",
           *               "outcome": "done",
           *               "platformCode": null,
           *               "platformRequestId": null,
           *               "message": null
           *             },
           *             {
           *               "step": "session.start",
           *               "startedAt": "2027-03-01T17:00:01.210Z",
           *               "endedAt": "2027-03-01T17:00:01.630Z",
           *               "outcome": "failed",
           *               "platformCode": "backendError",
           *               "platformRequestId": null,
           *               "message": "YouTube answered 503"
           *             }
           *           ],
           *           "post": {
           *             "id": "cmh2x8v1d0002",
           *             "postId": "dQw4w9WgXcQ",
           *             "url": "https://www.youtube.com/shorts/dQw4w9WgXcQ",
           *             "visibility": "public",
           *             "publishedAt": "2027-03-01T17:00:12.000Z"
           *           },
           *           "revision": 0,
           *           "generation": 1,
           *           "createdAt": "2027-03-01T17:00:00.000Z",
           *           "startedAt": "2027-03-01T17:00:00.900Z",
           *           "completedAt": "2027-03-01T17:00:12.300Z",
           *           "failedAt": null,
           *           "links": {
           *             "self": "/v1/publish-jobs/pj_3Qm8vXcT2nLrB6yK",
           *             "workflow": "https://temporal.example/namespaces/publisher/workflows/pj_3Qm8vXcT2nLrB6yK"
           *           }
           *         }
           *       ],
           *       "nextCursor": null
           *     }
           */
          'application/json': components['schemas']['PublishJobPage']
        }
      }
      401: components['responses']['401.api-key-missing.api-key-invalid']
      403: components['responses']['403.scope-missing']
      422: components['responses']['422.validation-failed']
      429: components['responses']['429.rate-limited']
      500: components['responses']['500.internal']
      503: components['responses']['503.database-unavailable']
    }
  }
  createPublishJobs: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description Makes a repeated request answer the same jobs
         * @example order-4711
         */
        'Idempotency-Key'?: string
      }
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        /**
         * @example {
         *       "userId": "user-1",
         *       "videoId": "cmh2x8v1d0000",
         *       "caption": "Bedtime in five minutes",
         *       "hashtags": [
         *         "parenting",
         *         "bedtime"
         *       ],
         *       "targets": [
         *         {
         *           "platform": "TIKTOK",
         *           "options": {
         *             "privacyLevel": "PUBLIC_TO_EVERYONE"
         *           }
         *         },
         *         {
         *           "platform": "INSTAGRAM"
         *         },
         *         {
         *           "platform": "YOUTUBE",
         *           "options": {
         *             "privacyStatus": "public",
         *             "madeForKids": false
         *           }
         *         }
         *       ]
         *     }
         */
        'application/json': components['schemas']['PublishRequest']
      }
    }
    responses: {
      /** @description With `dryRun`: what each target would come to; nothing was made */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          'Idempotent-Replayed': components['headers']['Idempotent-Replayed']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "dryRun": true,
           *       "checkedAt": "2027-03-01T17:00:00.000Z",
           *       "targets": [
           *         {
           *           "platform": "TIKTOK",
           *           "connectionId": "cmh2x8v1d0001",
           *           "verdict": "would-be-refused",
           *           "at": null,
           *           "day": null,
           *           "problems": [
           *             {
           *               "code": "privacy-level-unavailable",
           *               "message": "The creator does not have the chosen privacy level.",
           *               "remedy": "Let the user choose one of the account's present levels, then publish anew.",
           *               "category": "policy",
           *               "actor": "caller",
           *               "pointer": null,
           *               "until": null,
           *               "platformCode": "privacy_level_option_mismatch"
           *             }
           *           ],
           *           "warnings": [],
           *           "validUntil": "2027-03-01T17:05:00.000Z"
           *         },
           *         {
           *           "platform": "YOUTUBE",
           *           "connectionId": "cmh2x8v1d0003",
           *           "verdict": "would-publish-now",
           *           "at": "2027-03-01T17:00:00.000Z",
           *           "day": "2027-03-01",
           *           "problems": [],
           *           "warnings": [],
           *           "validUntil": "2027-03-01T17:05:00.000Z"
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['DryRun']
        }
      }
      /** @description Accepted: one job for each target */
      202: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          'Idempotent-Replayed': components['headers']['Idempotent-Replayed']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "jobs": [
           *         {
           *           "jobId": "cmh2x8v1d0000",
           *           "platform": "TIKTOK",
           *           "status": "PENDING",
           *           "phase": "accepted",
           *           "scheduledFor": null,
           *           "links": {
           *             "self": "/v1/publish-jobs/pj_1",
           *             "workflow": "https://example.com/"
           *           }
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['PublishAccepted']
        }
      }
      400: components['responses']['400.malformed-request.invalid-json']
      401: components['responses']['401.api-key-missing.api-key-invalid']
      403: components['responses']['403.scope-missing']
      409: components['responses']['409.duplicate-publish.user-being-erased']
      413: components['responses']['413.body-too-large']
      415: components['responses']['415.unsupported-media-type']
      422: components['responses']['422.validation-failed.idempotency-key-reused']
      429: components['responses']['429.rate-limited']
      500: components['responses']['500.internal']
      503: components['responses']['503.database-unavailable']
    }
  }
  getPublishJob: {
    parameters: {
      query?: never
      header?: never
      path: {
        /** @example cmh2x8v1d0000 */
        jobId: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The job */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "jobId": "pj_3Qm8vXcT2nLrB6yK",
           *       "userId": "user-1",
           *       "videoId": "cmh2x8v1d0000",
           *       "platform": "YOUTUBE",
           *       "connectionId": "cmh2x8v1d0001",
           *       "status": "COMPLETED",
           *       "phase": "published",
           *       "waitReason": null,
           *       "waitUntil": null,
           *       "queue": null,
           *       "scheduledFor": null,
           *       "publishBefore": null,
           *       "onQuotaExhausted": "wait",
           *       "reconnectWaitSeconds": null,
           *       "caption": "Bedtime in five minutes",
           *       "hashtags": [
           *         "parenting",
           *         "bedtime"
           *       ],
           *       "options": {
           *         "privacyStatus": "public",
           *         "madeForKids": false
           *       },
           *       "progress": {
           *         "bytesSent": 15000000,
           *         "bytesTotal": 15000000
           *       },
           *       "error": null,
           *       "warnings": [],
           *       "unconfirmed": null,
           *       "attempts": [
           *         {
           *           "step": "session.put",
           *           "startedAt": "2027-03-01T17:00:04.120Z",
           *           "endedAt": "2027-03-01T17:00:09.480Z",
           *           "outcome": "done",
           *           "platformCode": null,
           *           "platformRequestId": null,
           *           "message": null
           *         },
           *         {
           *           "step": "session.start",
           *           "startedAt": "2027-03-01T17:00:01.210Z",
           *           "endedAt": "2027-03-01T17:00:01.630Z",
           *           "outcome": "failed",
           *           "platformCode": "backendError",
           *           "platformRequestId": null,
           *           "message": "YouTube answered 503"
           *         }
           *       ],
           *       "post": {
           *         "id": "cmh2x8v1d0002",
           *         "postId": "dQw4w9WgXcQ",
           *         "url": "https://www.youtube.com/shorts/dQw4w9WgXcQ",
           *         "visibility": "public",
           *         "publishedAt": "2027-03-01T17:00:12.000Z"
           *       },
           *       "revision": 0,
           *       "generation": 1,
           *       "createdAt": "2027-03-01T17:00:00.000Z",
           *       "startedAt": "2027-03-01T17:00:00.900Z",
           *       "completedAt": "2027-03-01T17:00:12.300Z",
           *       "failedAt": null,
           *       "links": {
           *         "self": "/v1/publish-jobs/pj_3Qm8vXcT2nLrB6yK",
           *         "workflow": "https://temporal.example/namespaces/publisher/workflows/pj_3Qm8vXcT2nLrB6yK"
           *       }
           *     }
           */
          'application/json': components['schemas']['PublishJob']
        }
      }
      400: components['responses']['400.malformed-request']
      401: components['responses']['401.api-key-missing.api-key-invalid']
      403: components['responses']['403.scope-missing']
      404: components['responses']['404.job-not-found']
      410: components['responses']['410.job-removed']
      422: components['responses']['422.validation-failed']
      429: components['responses']['429.rate-limited']
      500: components['responses']['500.internal']
      503: components['responses']['503.database-unavailable']
    }
  }
  changePublishJob: {
    parameters: {
      query?: never
      header?: never
      path: {
        /** @example cmh2x8v1d0000 */
        jobId: string
      }
      cookie?: never
    }
    requestBody: {
      content: {
        /**
         * @example {
         *       "scheduledFor": "2027-03-01T18:00:00+01:00",
         *       "caption": "A better one"
         *     }
         */
        'application/json': components['schemas']['PublishJobChange']
      }
    }
    responses: {
      /** @description Changed */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "answer": "cancelled",
           *       "job": {
           *         "jobId": "pj_3Qm8vXcT2nLrB6yK",
           *         "userId": "user-1",
           *         "videoId": "cmh2x8v1d0000",
           *         "platform": "YOUTUBE",
           *         "connectionId": "cmh2x8v1d0001",
           *         "status": "COMPLETED",
           *         "phase": "published",
           *         "waitReason": null,
           *         "waitUntil": null,
           *         "queue": null,
           *         "scheduledFor": null,
           *         "publishBefore": null,
           *         "onQuotaExhausted": "wait",
           *         "reconnectWaitSeconds": null,
           *         "caption": "Bedtime in five minutes",
           *         "hashtags": [
           *           "parenting",
           *           "bedtime"
           *         ],
           *         "options": {
           *           "privacyStatus": "public",
           *           "madeForKids": false
           *         },
           *         "progress": {
           *           "bytesSent": 15000000,
           *           "bytesTotal": 15000000
           *         },
           *         "error": null,
           *         "warnings": [],
           *         "unconfirmed": null,
           *         "attempts": [
           *           {
           *             "step": "session.put",
           *             "startedAt": "2027-03-01T17:00:04.120Z",
           *             "endedAt": "2027-03-01T17:00:09.480Z",
           *             "outcome": "done",
           *             "platformCode": null,
           *             "platformRequestId": null,
           *             "message": null
           *           },
           *           {
           *             "step": "session.start",
           *             "startedAt": "2027-03-01T17:00:01.210Z",
           *             "endedAt": "2027-03-01T17:00:01.630Z",
           *             "outcome": "failed",
           *             "platformCode": "backendError",
           *             "platformRequestId": null,
           *             "message": "YouTube answered 503"
           *           }
           *         ],
           *         "post": {
           *           "id": "cmh2x8v1d0002",
           *           "postId": "dQw4w9WgXcQ",
           *           "url": "https://www.youtube.com/shorts/dQw4w9WgXcQ",
           *           "visibility": "public",
           *           "publishedAt": "2027-03-01T17:00:12.000Z"
           *         },
           *         "revision": 0,
           *         "generation": 1,
           *         "createdAt": "2027-03-01T17:00:00.000Z",
           *         "startedAt": "2027-03-01T17:00:00.900Z",
           *         "completedAt": "2027-03-01T17:00:12.300Z",
           *         "failedAt": null,
           *         "links": {
           *           "self": "/v1/publish-jobs/pj_3Qm8vXcT2nLrB6yK",
           *           "workflow": "https://temporal.example/namespaces/publisher/workflows/pj_3Qm8vXcT2nLrB6yK"
           *         }
           *       }
           *     }
           */
          'application/json': components['schemas']['ChangedPublishJob']
        }
      }
      400: components['responses']['400.malformed-request.invalid-json']
      401: components['responses']['401.api-key-missing.api-key-invalid']
      403: components['responses']['403.scope-missing']
      404: components['responses']['404.job-not-found']
      409: components['responses']['409.too-late.unconfirmed']
      410: components['responses']['410.job-removed']
      413: components['responses']['413.body-too-large']
      415: components['responses']['415.unsupported-media-type']
      422: components['responses']['422.validation-failed']
      429: components['responses']['429.rate-limited']
      500: components['responses']['500.internal']
      503: components['responses']['503.database-unavailable']
    }
  }
  followPublishJob: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The `id` of the last event that came: what came after it is sent, nothing twice. One that is not known any more is answered with the present state
         * @example 4711
         */
        'Last-Event-Id'?: string
      }
      path: {
        /** @example cmh2x8v1d0000 */
        jobId: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The stream */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          [name: string]: unknown
        }
        content: {
          'text/event-stream': string
        }
      }
      /** @description The job has ended, and `Last-Event-ID` was its last state: do not connect again */
      204: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          [name: string]: unknown
        }
        content?: never
      }
      400: components['responses']['400.malformed-request']
      401: components['responses']['401.api-key-missing.api-key-invalid']
      403: components['responses']['403.scope-missing']
      404: components['responses']['404.job-not-found']
      410: components['responses']['410.job-removed']
      422: components['responses']['422.validation-failed']
      429: components['responses']['429.rate-limited.too-many-streams']
      500: components['responses']['500.internal']
      503: components['responses']['503.database-unavailable']
    }
  }
  cancelPublishJob: {
    parameters: {
      query?: never
      header?: never
      path: {
        /** @example cmh2x8v1d0000 */
        jobId: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Cancelled: nothing will be published by this job */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "answer": "cancelled",
           *       "job": {
           *         "jobId": "pj_3Qm8vXcT2nLrB6yK",
           *         "userId": "user-1",
           *         "videoId": "cmh2x8v1d0000",
           *         "platform": "YOUTUBE",
           *         "connectionId": "cmh2x8v1d0001",
           *         "status": "COMPLETED",
           *         "phase": "published",
           *         "waitReason": null,
           *         "waitUntil": null,
           *         "queue": null,
           *         "scheduledFor": null,
           *         "publishBefore": null,
           *         "onQuotaExhausted": "wait",
           *         "reconnectWaitSeconds": null,
           *         "caption": "Bedtime in five minutes",
           *         "hashtags": [
           *           "parenting",
           *           "bedtime"
           *         ],
           *         "options": {
           *           "privacyStatus": "public",
           *           "madeForKids": false
           *         },
           *         "progress": {
           *           "bytesSent": 15000000,
           *           "bytesTotal": 15000000
           *         },
           *         "error": null,
           *         "warnings": [],
           *         "unconfirmed": null,
           *         "attempts": [
           *           {
           *             "step": "session.put",
           *             "startedAt": "2027-03-01T17:00:04.120Z",
           *             "endedAt": "2027-03-01T17:00:09.480Z",
           *             "outcome": "done",
           *             "platformCode": null,
           *             "platformRequestId": null,
           *             "message": null
           *           },
           *           {
           *             "step": "session.start",
           *             "startedAt": "2027-03-01T17:00:01.210Z",
           *             "endedAt": "2027-03-01T17:00:01.630Z",
           *             "outcome": "failed",
           *             "platformCode": "backendError",
           *             "platformRequestId": null,
           *             "message": "YouTube answered 503"
           *           }
           *         ],
           *         "post": {
           *           "id": "cmh2x8v1d0002",
           *           "postId": "dQw4w9WgXcQ",
           *           "url": "https://www.youtube.com/shorts/dQw4w9WgXcQ",
           *           "visibility": "public",
           *           "publishedAt": "2027-03-01T17:00:12.000Z"
           *         },
           *         "revision": 0,
           *         "generation": 1,
           *         "createdAt": "2027-03-01T17:00:00.000Z",
           *         "startedAt": "2027-03-01T17:00:00.900Z",
           *         "completedAt": "2027-03-01T17:00:12.300Z",
           *         "failedAt": null,
           *         "links": {
           *           "self": "/v1/publish-jobs/pj_3Qm8vXcT2nLrB6yK",
           *           "workflow": "https://temporal.example/namespaces/publisher/workflows/pj_3Qm8vXcT2nLrB6yK"
           *         }
           *       }
           *     }
           */
          'application/json': components['schemas']['ChangedPublishJob']
        }
      }
      400: components['responses']['400.malformed-request']
      401: components['responses']['401.api-key-missing.api-key-invalid']
      403: components['responses']['403.scope-missing']
      404: components['responses']['404.job-not-found']
      409: components['responses']['409.too-late.unconfirmed']
      410: components['responses']['410.job-removed']
      422: components['responses']['422.validation-failed']
      429: components['responses']['429.rate-limited']
      500: components['responses']['500.internal']
      503: components['responses']['503.database-unavailable']
    }
  }
  publishNow: {
    parameters: {
      query?: never
      header?: never
      path: {
        /** @example cmh2x8v1d0000 */
        jobId: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The job goes ahead at once */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "answer": "cancelled",
           *       "job": {
           *         "jobId": "pj_3Qm8vXcT2nLrB6yK",
           *         "userId": "user-1",
           *         "videoId": "cmh2x8v1d0000",
           *         "platform": "YOUTUBE",
           *         "connectionId": "cmh2x8v1d0001",
           *         "status": "COMPLETED",
           *         "phase": "published",
           *         "waitReason": null,
           *         "waitUntil": null,
           *         "queue": null,
           *         "scheduledFor": null,
           *         "publishBefore": null,
           *         "onQuotaExhausted": "wait",
           *         "reconnectWaitSeconds": null,
           *         "caption": "Bedtime in five minutes",
           *         "hashtags": [
           *           "parenting",
           *           "bedtime"
           *         ],
           *         "options": {
           *           "privacyStatus": "public",
           *           "madeForKids": false
           *         },
           *         "progress": {
           *           "bytesSent": 15000000,
           *           "bytesTotal": 15000000
           *         },
           *         "error": null,
           *         "warnings": [],
           *         "unconfirmed": null,
           *         "attempts": [
           *           {
           *             "step": "session.put",
           *             "startedAt": "2027-03-01T17:00:04.120Z",
           *             "endedAt": "2027-03-01T17:00:09.480Z",
           *             "outcome": "done",
           *             "platformCode": null,
           *             "platformRequestId": null,
           *             "message": null
           *           },
           *           {
           *             "step": "session.start",
           *             "startedAt": "2027-03-01T17:00:01.210Z",
           *             "endedAt": "2027-03-01T17:00:01.630Z",
           *             "outcome": "failed",
           *             "platformCode": "backendError",
           *             "platformRequestId": null,
           *             "message": "YouTube answered 503"
           *           }
           *         ],
           *         "post": {
           *           "id": "cmh2x8v1d0002",
           *           "postId": "dQw4w9WgXcQ",
           *           "url": "https://www.youtube.com/shorts/dQw4w9WgXcQ",
           *           "visibility": "public",
           *           "publishedAt": "2027-03-01T17:00:12.000Z"
           *         },
           *         "revision": 0,
           *         "generation": 1,
           *         "createdAt": "2027-03-01T17:00:00.000Z",
           *         "startedAt": "2027-03-01T17:00:00.900Z",
           *         "completedAt": "2027-03-01T17:00:12.300Z",
           *         "failedAt": null,
           *         "links": {
           *           "self": "/v1/publish-jobs/pj_3Qm8vXcT2nLrB6yK",
           *           "workflow": "https://temporal.example/namespaces/publisher/workflows/pj_3Qm8vXcT2nLrB6yK"
           *         }
           *       }
           *     }
           */
          'application/json': components['schemas']['ChangedPublishJob']
        }
      }
      400: components['responses']['400.malformed-request']
      401: components['responses']['401.api-key-missing.api-key-invalid']
      403: components['responses']['403.scope-missing']
      404: components['responses']['404.job-not-found']
      409: components['responses']['409.too-late.unconfirmed']
      410: components['responses']['410.job-removed']
      422: components['responses']['422.validation-failed']
      429: components['responses']['429.rate-limited']
      500: components['responses']['500.internal']
      503: components['responses']['503.database-unavailable']
    }
  }
  retryPublishJob: {
    parameters: {
      query?: {
        /**
         * @description Run it although the video was published, or is about to be, by another job on the same account
         * @example true
         */
        allowDuplicate?: boolean
        /**
         * @description The latest instant from now on; needed where the job's own has come
         * @example 2027-03-01T18:00:00Z
         */
        publishBefore?: string
      }
      header?: never
      path: {
        /** @example cmh2x8v1d0000 */
        jobId: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The job runs again, under the next generation */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "answer": "cancelled",
           *       "job": {
           *         "jobId": "pj_3Qm8vXcT2nLrB6yK",
           *         "userId": "user-1",
           *         "videoId": "cmh2x8v1d0000",
           *         "platform": "YOUTUBE",
           *         "connectionId": "cmh2x8v1d0001",
           *         "status": "COMPLETED",
           *         "phase": "published",
           *         "waitReason": null,
           *         "waitUntil": null,
           *         "queue": null,
           *         "scheduledFor": null,
           *         "publishBefore": null,
           *         "onQuotaExhausted": "wait",
           *         "reconnectWaitSeconds": null,
           *         "caption": "Bedtime in five minutes",
           *         "hashtags": [
           *           "parenting",
           *           "bedtime"
           *         ],
           *         "options": {
           *           "privacyStatus": "public",
           *           "madeForKids": false
           *         },
           *         "progress": {
           *           "bytesSent": 15000000,
           *           "bytesTotal": 15000000
           *         },
           *         "error": null,
           *         "warnings": [],
           *         "unconfirmed": null,
           *         "attempts": [
           *           {
           *             "step": "session.put",
           *             "startedAt": "2027-03-01T17:00:04.120Z",
           *             "endedAt": "2027-03-01T17:00:09.480Z",
           *             "outcome": "done",
           *             "platformCode": null,
           *             "platformRequestId": null,
           *             "message": null
           *           },
           *           {
           *             "step": "session.start",
           *             "startedAt": "2027-03-01T17:00:01.210Z",
           *             "endedAt": "2027-03-01T17:00:01.630Z",
           *             "outcome": "failed",
           *             "platformCode": "backendError",
           *             "platformRequestId": null,
           *             "message": "YouTube answered 503"
           *           }
           *         ],
           *         "post": {
           *           "id": "cmh2x8v1d0002",
           *           "postId": "dQw4w9WgXcQ",
           *           "url": "https://www.youtube.com/shorts/dQw4w9WgXcQ",
           *           "visibility": "public",
           *           "publishedAt": "2027-03-01T17:00:12.000Z"
           *         },
           *         "revision": 0,
           *         "generation": 1,
           *         "createdAt": "2027-03-01T17:00:00.000Z",
           *         "startedAt": "2027-03-01T17:00:00.900Z",
           *         "completedAt": "2027-03-01T17:00:12.300Z",
           *         "failedAt": null,
           *         "links": {
           *           "self": "/v1/publish-jobs/pj_3Qm8vXcT2nLrB6yK",
           *           "workflow": "https://temporal.example/namespaces/publisher/workflows/pj_3Qm8vXcT2nLrB6yK"
           *         }
           *       }
           *     }
           */
          'application/json': components['schemas']['ChangedPublishJob']
        }
      }
      400: components['responses']['400.malformed-request']
      401: components['responses']['401.api-key-missing.api-key-invalid']
      403: components['responses']['403.scope-missing']
      404: components['responses']['404.job-not-found']
      409: components['responses']['409.not-retryable.publish-before-passed.unconfirmed.duplicate-publish.user-being-erased']
      410: components['responses']['410.job-removed']
      422: components['responses']['422.validation-failed']
      429: components['responses']['429.rate-limited']
      500: components['responses']['500.internal']
      503: components['responses']['503.database-unavailable']
    }
  }
  resolvePublishJob: {
    parameters: {
      query?: never
      header?: never
      path: {
        /** @example cmh2x8v1d0000 */
        jobId: string
      }
      cookie?: never
    }
    requestBody: {
      content: {
        /**
         * @example {
         *       "live": true,
         *       "platformPostId": "7512345678901234567"
         *     }
         */
        'application/json': components['schemas']['Resolution']
      }
    }
    responses: {
      /** @description Settled: published, or failed and ready for a retry */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "answer": "cancelled",
           *       "job": {
           *         "jobId": "pj_3Qm8vXcT2nLrB6yK",
           *         "userId": "user-1",
           *         "videoId": "cmh2x8v1d0000",
           *         "platform": "YOUTUBE",
           *         "connectionId": "cmh2x8v1d0001",
           *         "status": "COMPLETED",
           *         "phase": "published",
           *         "waitReason": null,
           *         "waitUntil": null,
           *         "queue": null,
           *         "scheduledFor": null,
           *         "publishBefore": null,
           *         "onQuotaExhausted": "wait",
           *         "reconnectWaitSeconds": null,
           *         "caption": "Bedtime in five minutes",
           *         "hashtags": [
           *           "parenting",
           *           "bedtime"
           *         ],
           *         "options": {
           *           "privacyStatus": "public",
           *           "madeForKids": false
           *         },
           *         "progress": {
           *           "bytesSent": 15000000,
           *           "bytesTotal": 15000000
           *         },
           *         "error": null,
           *         "warnings": [],
           *         "unconfirmed": null,
           *         "attempts": [
           *           {
           *             "step": "session.put",
           *             "startedAt": "2027-03-01T17:00:04.120Z",
           *             "endedAt": "2027-03-01T17:00:09.480Z",
           *             "outcome": "done",
           *             "platformCode": null,
           *             "platformRequestId": null,
           *             "message": null
           *           },
           *           {
           *             "step": "session.start",
           *             "startedAt": "2027-03-01T17:00:01.210Z",
           *             "endedAt": "2027-03-01T17:00:01.630Z",
           *             "outcome": "failed",
           *             "platformCode": "backendError",
           *             "platformRequestId": null,
           *             "message": "YouTube answered 503"
           *           }
           *         ],
           *         "post": {
           *           "id": "cmh2x8v1d0002",
           *           "postId": "dQw4w9WgXcQ",
           *           "url": "https://www.youtube.com/shorts/dQw4w9WgXcQ",
           *           "visibility": "public",
           *           "publishedAt": "2027-03-01T17:00:12.000Z"
           *         },
           *         "revision": 0,
           *         "generation": 1,
           *         "createdAt": "2027-03-01T17:00:00.000Z",
           *         "startedAt": "2027-03-01T17:00:00.900Z",
           *         "completedAt": "2027-03-01T17:00:12.300Z",
           *         "failedAt": null,
           *         "links": {
           *           "self": "/v1/publish-jobs/pj_3Qm8vXcT2nLrB6yK",
           *           "workflow": "https://temporal.example/namespaces/publisher/workflows/pj_3Qm8vXcT2nLrB6yK"
           *         }
           *       }
           *     }
           */
          'application/json': components['schemas']['ChangedPublishJob']
        }
      }
      400: components['responses']['400.malformed-request.invalid-json']
      401: components['responses']['401.api-key-missing.api-key-invalid']
      403: components['responses']['403.scope-missing']
      404: components['responses']['404.job-not-found']
      409: components['responses']['409.not-unconfirmed.commit-in-flight.post-id-taken']
      410: components['responses']['410.job-removed']
      413: components['responses']['413.body-too-large']
      415: components['responses']['415.unsupported-media-type']
      422: components['responses']['422.validation-failed']
      429: components['responses']['429.rate-limited']
      500: components['responses']['500.internal']
      503: components['responses']['503.database-unavailable']
    }
  }
  getUser: {
    parameters: {
      query?: never
      header?: never
      path: {
        /** @example cmh2x8v1d0000 */
        id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The user */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "id": "cmh2x8v1d0000",
           *       "email": "mom@example.com",
           *       "name": null,
           *       "createdAt": "2027-03-01T17:00:00.000Z",
           *       "updatedAt": "2027-03-01T17:00:00.000Z"
           *     }
           */
          'application/json': components['schemas']['User']
        }
      }
      400: components['responses']['400.malformed-request']
      401: components['responses']['401.api-key-missing.api-key-invalid']
      403: components['responses']['403.scope-missing']
      404: components['responses']['404.user-not-found']
      422: components['responses']['422.validation-failed']
      429: components['responses']['429.rate-limited']
      500: components['responses']['500.internal']
      503: components['responses']['503.database-unavailable']
    }
  }
  putUser: {
    parameters: {
      query?: never
      header?: never
      path: {
        /** @example cmh2x8v1d0000 */
        id: string
      }
      cookie?: never
    }
    requestBody: {
      content: {
        /**
         * @example {
         *       "email": "mom@example.com",
         *       "name": "Test Mom Creator"
         *     }
         */
        'application/json': components['schemas']['UserBody']
      }
    }
    responses: {
      /** @description Changed */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "id": "cmh2x8v1d0000",
           *       "email": "mom@example.com",
           *       "name": null,
           *       "createdAt": "2027-03-01T17:00:00.000Z",
           *       "updatedAt": "2027-03-01T17:00:00.000Z"
           *     }
           */
          'application/json': components['schemas']['User']
        }
      }
      /** @description Created */
      201: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "id": "cmh2x8v1d0000",
           *       "email": "mom@example.com",
           *       "name": null,
           *       "createdAt": "2027-03-01T17:00:00.000Z",
           *       "updatedAt": "2027-03-01T17:00:00.000Z"
           *     }
           */
          'application/json': components['schemas']['User']
        }
      }
      400: components['responses']['400.malformed-request.invalid-json']
      401: components['responses']['401.api-key-missing.api-key-invalid']
      403: components['responses']['403.scope-missing.key-of-one-user']
      409: components['responses']['409.email-taken.user-id-taken.user-being-erased']
      413: components['responses']['413.body-too-large']
      415: components['responses']['415.unsupported-media-type']
      422: components['responses']['422.validation-failed']
      429: components['responses']['429.rate-limited']
      500: components['responses']['500.internal']
      503: components['responses']['503.database-unavailable']
    }
  }
  eraseUser: {
    parameters: {
      query?: never
      header?: never
      path: {
        /** @example cmh2x8v1d0000 */
        id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Being erased; GET answers 404 once it is done. What is published stays on the platforms */
      202: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "status": "erasing"
           *     }
           */
          'application/json': components['schemas']['Erasing']
        }
      }
      400: components['responses']['400.malformed-request']
      401: components['responses']['401.api-key-missing.api-key-invalid']
      403: components['responses']['403.scope-missing']
      404: components['responses']['404.user-not-found']
      409: components['responses']['409.user-busy']
      422: components['responses']['422.validation-failed']
      429: components['responses']['429.rate-limited']
      500: components['responses']['500.internal']
      503: components['responses']['503.database-unavailable']
    }
  }
  listConnections: {
    parameters: {
      query: {
        /** @example cmh2x8v1d0000 */
        userId: string
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The connections; no token is ever shown */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "items": [
           *         {
           *           "id": "cmh2x8v1d0000",
           *           "userId": "cmh2x8v1d0000",
           *           "platform": "TIKTOK",
           *           "login": null,
           *           "platformUserId": null,
           *           "platformUsername": "mom.creator",
           *           "status": "ACTIVE",
           *           "expiresAt": null,
           *           "connectedAt": "2027-03-01T17:00:00.000Z",
           *           "createdAt": "2027-03-01T17:00:00.000Z",
           *           "updatedAt": "2027-03-01T17:00:00.000Z",
           *           "health": {
           *             "usable": false,
           *             "state": "reconnect-required",
           *             "reason": {
           *               "code": "grant-revoked",
           *               "message": "TikTok does not take the permission any more",
           *               "remedy": "Ask the user to connect the account again."
           *             },
           *             "since": "2027-03-01T17:00:00.000Z",
           *             "until": null,
           *             "lastRefreshFailure": null,
           *             "scopes": {
           *               "granted": [
           *                 "user.info.basic",
           *                 "video.publish"
           *               ],
           *               "missing": []
           *             },
           *             "waitingJobs": 2
           *           }
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['ConnectionList']
        }
      }
      401: components['responses']['401.api-key-missing.api-key-invalid']
      403: components['responses']['403.scope-missing']
      422: components['responses']['422.validation-failed']
      429: components['responses']['429.rate-limited']
      500: components['responses']['500.internal']
      503: components['responses']['503.database-unavailable']
    }
  }
  getConnection: {
    parameters: {
      query?: never
      header?: never
      path: {
        /** @example cmh2x8v1d0000 */
        id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The connection; no token is ever shown */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "id": "cmh2x8v1d0000",
           *       "userId": "cmh2x8v1d0000",
           *       "platform": "TIKTOK",
           *       "login": null,
           *       "platformUserId": null,
           *       "platformUsername": "mom.creator",
           *       "status": "ACTIVE",
           *       "expiresAt": null,
           *       "connectedAt": "2027-03-01T17:00:00.000Z",
           *       "createdAt": "2027-03-01T17:00:00.000Z",
           *       "updatedAt": "2027-03-01T17:00:00.000Z",
           *       "health": {
           *         "usable": false,
           *         "state": "reconnect-required",
           *         "reason": {
           *           "code": "grant-revoked",
           *           "message": "TikTok does not take the permission any more",
           *           "remedy": "Ask the user to connect the account again."
           *         },
           *         "since": "2027-03-01T17:00:00.000Z",
           *         "until": null,
           *         "lastRefreshFailure": null,
           *         "scopes": {
           *           "granted": [
           *             "user.info.basic",
           *             "video.publish"
           *           ],
           *           "missing": []
           *         },
           *         "waitingJobs": 2
           *       }
           *     }
           */
          'application/json': components['schemas']['Connection']
        }
      }
      400: components['responses']['400.malformed-request']
      401: components['responses']['401.api-key-missing.api-key-invalid']
      403: components['responses']['403.scope-missing']
      404: components['responses']['404.connection-not-found']
      422: components['responses']['422.validation-failed']
      429: components['responses']['429.rate-limited']
      500: components['responses']['500.internal']
      503: components['responses']['503.database-unavailable']
    }
  }
  disconnectAccount: {
    parameters: {
      query?: {
        /**
         * @description What becomes of its live jobs: cancelled, or waiting for a reconnect once they need it
         * @example cancel
         */
        jobs?: 'cancel' | 'park'
      }
      header?: never
      path: {
        /** @example cmh2x8v1d0000 */
        id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Disconnected; done before, it answers the same */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "connection": {
           *         "id": "cmh2x8v1d0000",
           *         "userId": "cmh2x8v1d0000",
           *         "platform": "TIKTOK",
           *         "login": null,
           *         "platformUserId": null,
           *         "platformUsername": "mom.creator",
           *         "status": "ACTIVE",
           *         "expiresAt": null,
           *         "connectedAt": "2027-03-01T17:00:00.000Z",
           *         "createdAt": "2027-03-01T17:00:00.000Z",
           *         "updatedAt": "2027-03-01T17:00:00.000Z",
           *         "health": {
           *           "usable": false,
           *           "state": "reconnect-required",
           *           "reason": {
           *             "code": "grant-revoked",
           *             "message": "TikTok does not take the permission any more",
           *             "remedy": "Ask the user to connect the account again."
           *           },
           *           "since": "2027-03-01T17:00:00.000Z",
           *           "until": null,
           *           "lastRefreshFailure": null,
           *           "scopes": {
           *             "granted": [
           *               "user.info.basic",
           *               "video.publish"
           *             ],
           *             "missing": []
           *           },
           *           "waitingJobs": 2
           *         }
           *       },
           *       "revocation": "revoked",
           *       "remedy": null
           *     }
           */
          'application/json': components['schemas']['Disconnected']
        }
      }
      400: components['responses']['400.malformed-request']
      401: components['responses']['401.api-key-missing.api-key-invalid']
      403: components['responses']['403.scope-missing']
      404: components['responses']['404.connection-not-found']
      409: components['responses']['409.connection-busy.jobs-depend']
      422: components['responses']['422.validation-failed']
      429: components['responses']['429.rate-limited']
      500: components['responses']['500.internal']
      503: components['responses']['503.database-unavailable']
    }
  }
  authorizeConnection: {
    parameters: {
      query?: never
      header?: never
      path: {
        /** @example tiktok */
        platform: 'tiktok' | 'instagram' | 'youtube'
      }
      cookie?: never
    }
    requestBody: {
      content: {
        /**
         * @example {
         *       "userId": "cmh2x8v1d0000",
         *       "returnTo": "https://app.example/accounts"
         *     }
         */
        'application/json': components['schemas']['AuthorizeBody']
      }
    }
    responses: {
      /** @description The link: good for one browser and one account, for a short time */
      201: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "url": "https://example.com/",
           *       "expiresAt": "2027-03-01T17:00:00.000Z"
           *     }
           */
          'application/json': components['schemas']['ConnectLink']
        }
      }
      400: components['responses']['400.malformed-request.invalid-json']
      401: components['responses']['401.api-key-missing.api-key-invalid']
      403: components['responses']['403.scope-missing']
      413: components['responses']['413.body-too-large']
      415: components['responses']['415.unsupported-media-type']
      422: components['responses']['422.validation-failed']
      429: components['responses']['429.rate-limited']
      500: components['responses']['500.internal']
      503: components['responses']['503.database-unavailable']
    }
  }
  startOAuth: {
    parameters: {
      query?: {
        /** @example a1b2c3 */
        link?: string
      }
      header?: never
      path: {
        /** @example tiktok */
        platform: 'tiktok' | 'instagram' | 'youtube'
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description To the platform's consent page */
      302: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          Location: components['headers']['Location']
          [name: string]: unknown
        }
        content?: never
      }
      400: components['responses']['400.malformed-request.open']
      403: components['responses']['403.oauth-browser-mismatch.open']
      404: components['responses']['404.connect-link-invalid.open']
      409: components['responses']['409.connect-link-used.open']
      410: components['responses']['410.connect-link-expired.open']
      422: components['responses']['422.validation-failed.open']
      500: components['responses']['500.login-not-configured.internal.open']
      503: components['responses']['503.database-unavailable.open']
    }
  }
  finishOAuth: {
    parameters: {
      query?: {
        /** @example x9y8z7 */
        state?: string
        /** @example 4/0Adeu5B */
        code?: string
        /** @example access_denied */
        error?: string
      }
      header?: never
      path: {
        /** @example tiktok */
        platform: 'tiktok' | 'instagram' | 'youtube'
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description A page that tells the account is connected, where the link names no address to return to */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          [name: string]: unknown
        }
        content: {
          'text/html': string
        }
      }
      /** @description To that address, with `status` (`connected`, `refused`, `failed`) and `connectionId` or `code`; `missing` lists scopes, `accounts` is JSON */
      303: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          Location: components['headers']['Location']
          [name: string]: unknown
        }
        content?: never
      }
      400: components['responses']['400.malformed-request.oauth-state-invalid.open']
      403: components['responses']['403.oauth-browser-mismatch.access-denied.open']
      409: components['responses']['409.oauth-state-used.account-taken.account-choice-needed.account-not-offered.consent-superseded.open']
      410: components['responses']['410.oauth-state-expired.open']
      422: components['responses']['422.validation-failed.open']
      500: components['responses']['500.login-not-configured.internal.open']
      502: components['responses']['502.consent-failed.open']
      503: components['responses']['503.database-unavailable.open']
    }
  }
  listVideos: {
    parameters: {
      query?: {
        /** @example cmh2x8v1d0000 */
        userId?: string
        /** @example PROCESSING */
        status?: 'PROCESSING' | 'READY' | 'FAILED'
        /**
         * @description Rows on a page
         * @example 20
         */
        limit?: number
        /**
         * @description `nextCursor` of the page before
         * @example MTgwMDAxMjgwMDAwMDpjbWgyeDh2MWQwMDAw
         */
        cursor?: string
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description A page of videos */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "items": [
           *         {
           *           "id": "cmh2x8v1d0000",
           *           "userId": "cmh2x8v1d0000",
           *           "key": "videos/user-1/bedtime.mp4",
           *           "title": "Bedtime in five minutes",
           *           "durationSeconds": null,
           *           "sizeBytes": 1,
           *           "format": "mp4",
           *           "resolution": "1080x1920",
           *           "aspectRatio": "9:16",
           *           "videoCodec": "avc",
           *           "audioCodec": "aac",
           *           "frameRate": 29.97,
           *           "inspectedAt": null,
           *           "status": "PROCESSING",
           *           "faults": [
           *             {
           *               "code": "truncated",
           *               "message": "The file ends before its container says that it does, or its index was never written.",
           *               "remedy": "Upload the whole file. If it is whole, its recording was not finished: export it again."
           *             }
           *           ],
           *           "platforms": null,
           *           "uploadExpiresAt": null,
           *           "createdAt": "2027-03-01T17:00:00.000Z"
           *         }
           *       ],
           *       "nextCursor": null
           *     }
           */
          'application/json': components['schemas']['VideoPage']
        }
      }
      401: components['responses']['401.api-key-missing.api-key-invalid']
      403: components['responses']['403.scope-missing']
      422: components['responses']['422.validation-failed']
      429: components['responses']['429.rate-limited']
      500: components['responses']['500.internal']
      503: components['responses']['503.database-unavailable']
    }
  }
  createVideo: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description Makes a repeated request answer the same video, with fresh addresses
         * @example order-4711
         */
        'Idempotency-Key'?: string
      }
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        /**
         * @example {
         *       "userId": "user-1",
         *       "title": "Bedtime in five minutes",
         *       "sizeBytes": 52428800,
         *       "contentType": "video/mp4"
         *     }
         */
        'application/json': components['schemas']['VideoBody']
      }
    }
    responses: {
      /** @description The object was registered before */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          'Idempotent-Replayed': components['headers']['Idempotent-Replayed']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "id": "cmh2x8v1d0000",
           *       "userId": "cmh2x8v1d0000",
           *       "key": "videos/user-1/bedtime.mp4",
           *       "title": "Bedtime in five minutes",
           *       "durationSeconds": null,
           *       "sizeBytes": 1,
           *       "format": "mp4",
           *       "resolution": "1080x1920",
           *       "aspectRatio": "9:16",
           *       "videoCodec": "avc",
           *       "audioCodec": "aac",
           *       "frameRate": 29.97,
           *       "inspectedAt": null,
           *       "status": "PROCESSING",
           *       "faults": [
           *         {
           *           "code": "truncated",
           *           "message": "The file ends before its container says that it does, or its index was never written.",
           *           "remedy": "Upload the whole file. If it is whole, its recording was not finished: export it again."
           *         }
           *       ],
           *       "platforms": null,
           *       "uploadExpiresAt": null,
           *       "createdAt": "2027-03-01T17:00:00.000Z",
           *       "upload": null
           *     }
           */
          'application/json': components['schemas']['NewVideo']
        }
      }
      /** @description Made: upload its parts, or see how it was inspected */
      201: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          'Idempotent-Replayed': components['headers']['Idempotent-Replayed']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "id": "cmh2x8v1d0000",
           *       "userId": "cmh2x8v1d0000",
           *       "key": "videos/user-1/bedtime.mp4",
           *       "title": "Bedtime in five minutes",
           *       "durationSeconds": null,
           *       "sizeBytes": 1,
           *       "format": "mp4",
           *       "resolution": "1080x1920",
           *       "aspectRatio": "9:16",
           *       "videoCodec": "avc",
           *       "audioCodec": "aac",
           *       "frameRate": 29.97,
           *       "inspectedAt": null,
           *       "status": "PROCESSING",
           *       "faults": [
           *         {
           *           "code": "truncated",
           *           "message": "The file ends before its container says that it does, or its index was never written.",
           *           "remedy": "Upload the whole file. If it is whole, its recording was not finished: export it again."
           *         }
           *       ],
           *       "platforms": null,
           *       "uploadExpiresAt": null,
           *       "createdAt": "2027-03-01T17:00:00.000Z",
           *       "upload": null
           *     }
           */
          'application/json': components['schemas']['NewVideo']
        }
      }
      400: components['responses']['400.malformed-request.invalid-json']
      401: components['responses']['401.api-key-missing.api-key-invalid']
      403: components['responses']['403.scope-missing']
      409: components['responses']['409.video-key-taken.user-being-erased']
      410: components['responses']['410.video-deleted.upload-expired']
      413: components['responses']['413.body-too-large']
      415: components['responses']['415.unsupported-media-type']
      422: components['responses']['422.validation-failed.idempotency-key-reused']
      429: components['responses']['429.rate-limited']
      500: components['responses']['500.storage-refused.internal']
      503: components['responses']['503.storage-unreachable.database-unavailable']
    }
  }
  createUploadParts: {
    parameters: {
      query?: never
      header?: never
      path: {
        /** @example cmh2x8v1d0000 */
        id: string
      }
      cookie?: never
    }
    requestBody: {
      content: {
        /**
         * @example {
         *       "from": 101,
         *       "count": 100
         *     }
         */
        'application/json': components['schemas']['UploadPartsQuery']
      }
    }
    responses: {
      /** @description Where each part may be PUT; a part that is sent again takes the place of the first */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "parts": [
           *         {
           *           "number": 1,
           *           "url": "https://example.com/",
           *           "sizeBytes": 1
           *         }
           *       ],
           *       "urlsExpireAt": "2027-03-01T17:00:00.000Z"
           *     }
           */
          'application/json': components['schemas']['UploadParts']
        }
      }
      400: components['responses']['400.malformed-request.invalid-json']
      401: components['responses']['401.api-key-missing.api-key-invalid']
      403: components['responses']['403.scope-missing']
      404: components['responses']['404.video-not-found']
      409: components['responses']['409.not-uploading']
      410: components['responses']['410.upload-expired']
      413: components['responses']['413.body-too-large']
      415: components['responses']['415.unsupported-media-type']
      422: components['responses']['422.validation-failed']
      429: components['responses']['429.rate-limited']
      500: components['responses']['500.internal']
      503: components['responses']['503.database-unavailable']
    }
  }
  completeUpload: {
    parameters: {
      query?: never
      header?: never
      path: {
        /** @example cmh2x8v1d0000 */
        id: string
      }
      cookie?: never
    }
    requestBody: {
      content: {
        /**
         * @example {
         *       "parts": [
         *         {
         *           "number": 1,
         *           "etag": "9b2cf535f27731c974343645a3985328"
         *         }
         *       ]
         *     }
         */
        'application/json': components['schemas']['UploadCompletion']
      }
    }
    responses: {
      /** @description The video as it stands: READY, FAILED, or PROCESSING where its inspection takes longer */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "id": "cmh2x8v1d0000",
           *       "userId": "cmh2x8v1d0000",
           *       "key": "videos/user-1/bedtime.mp4",
           *       "title": "Bedtime in five minutes",
           *       "durationSeconds": null,
           *       "sizeBytes": 1,
           *       "format": "mp4",
           *       "resolution": "1080x1920",
           *       "aspectRatio": "9:16",
           *       "videoCodec": "avc",
           *       "audioCodec": "aac",
           *       "frameRate": 29.97,
           *       "inspectedAt": null,
           *       "status": "PROCESSING",
           *       "faults": [
           *         {
           *           "code": "truncated",
           *           "message": "The file ends before its container says that it does, or its index was never written.",
           *           "remedy": "Upload the whole file. If it is whole, its recording was not finished: export it again."
           *         }
           *       ],
           *       "platforms": null,
           *       "uploadExpiresAt": null,
           *       "createdAt": "2027-03-01T17:00:00.000Z"
           *     }
           */
          'application/json': components['schemas']['Video']
        }
      }
      400: components['responses']['400.malformed-request.invalid-json']
      401: components['responses']['401.api-key-missing.api-key-invalid']
      403: components['responses']['403.scope-missing']
      404: components['responses']['404.video-not-found']
      409: components['responses']['409.upload-incomplete.part-differs.size-differs']
      410: components['responses']['410.upload-expired']
      413: components['responses']['413.body-too-large']
      415: components['responses']['415.unsupported-media-type']
      422: components['responses']['422.validation-failed']
      429: components['responses']['429.rate-limited']
      500: components['responses']['500.storage-refused.internal']
      503: components['responses']['503.storage-unreachable.database-unavailable']
    }
  }
  getVideo: {
    parameters: {
      query?: never
      header?: never
      path: {
        /** @example cmh2x8v1d0000 */
        id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The video */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "id": "cmh2x8v1d0000",
           *       "userId": "cmh2x8v1d0000",
           *       "key": "videos/user-1/bedtime.mp4",
           *       "title": "Bedtime in five minutes",
           *       "durationSeconds": null,
           *       "sizeBytes": 1,
           *       "format": "mp4",
           *       "resolution": "1080x1920",
           *       "aspectRatio": "9:16",
           *       "videoCodec": "avc",
           *       "audioCodec": "aac",
           *       "frameRate": 29.97,
           *       "inspectedAt": null,
           *       "status": "PROCESSING",
           *       "faults": [
           *         {
           *           "code": "truncated",
           *           "message": "The file ends before its container says that it does, or its index was never written.",
           *           "remedy": "Upload the whole file. If it is whole, its recording was not finished: export it again."
           *         }
           *       ],
           *       "platforms": null,
           *       "uploadExpiresAt": null,
           *       "createdAt": "2027-03-01T17:00:00.000Z"
           *     }
           */
          'application/json': components['schemas']['Video']
        }
      }
      400: components['responses']['400.malformed-request']
      401: components['responses']['401.api-key-missing.api-key-invalid']
      403: components['responses']['403.scope-missing']
      404: components['responses']['404.video-not-found']
      422: components['responses']['422.validation-failed']
      429: components['responses']['429.rate-limited']
      500: components['responses']['500.internal']
      503: components['responses']['503.database-unavailable']
    }
  }
  deleteVideo: {
    parameters: {
      query?: {
        /**
         * @description What becomes of its live jobs
         * @example cancel
         */
        jobs?: 'cancel'
      }
      header?: never
      path: {
        /** @example cmh2x8v1d0000 */
        id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Deleted; done before, it answers the same. Its object is removed after RETENTION_DELETED_DAYS, once no post needs it */
      204: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          [name: string]: unknown
        }
        content?: never
      }
      400: components['responses']['400.malformed-request']
      401: components['responses']['401.api-key-missing.api-key-invalid']
      403: components['responses']['403.scope-missing']
      404: components['responses']['404.video-not-found']
      409: components['responses']['409.video-busy.video-in-use']
      422: components['responses']['422.validation-failed']
      429: components['responses']['429.rate-limited']
      500: components['responses']['500.internal']
      503: components['responses']['503.database-unavailable']
    }
  }
  createDownloadLink: {
    parameters: {
      query?: never
      header?: never
      path: {
        /** @example cmh2x8v1d0000 */
        id: string
      }
      cookie?: never
    }
    requestBody: {
      content: {
        /**
         * @example {
         *       "lifetimeSeconds": 3600
         *     }
         */
        'application/json': components['schemas']['DownloadLinkBody']
      }
    }
    responses: {
      /** @description The link: whoever has it may fetch the file until it ends */
      201: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "url": "https://example.com/",
           *       "expiresAt": "2027-03-01T17:00:00.000Z"
           *     }
           */
          'application/json': components['schemas']['DownloadLink']
        }
      }
      400: components['responses']['400.malformed-request.invalid-json']
      401: components['responses']['401.api-key-missing.api-key-invalid']
      403: components['responses']['403.scope-missing']
      404: components['responses']['404.video-not-found']
      409: components['responses']['409.not-uploaded.source-missing.source-changed']
      413: components['responses']['413.body-too-large']
      415: components['responses']['415.unsupported-media-type']
      422: components['responses']['422.validation-failed']
      429: components['responses']['429.rate-limited']
      500: components['responses']['500.storage-refused.internal']
      503: components['responses']['503.storage-unreachable.database-unavailable']
    }
  }
  listPosts: {
    parameters: {
      query: {
        /** @example cmh2x8v1d0000 */
        userId: string
        /**
         * @description Rows on a page
         * @example 20
         */
        limit?: number
        /**
         * @description `nextCursor` of the page before
         * @example MTgwMDAxMjgwMDAwMDpjbWgyeDh2MWQwMDAw
         */
        cursor?: string
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description A page of posts */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "items": [
           *         {
           *           "id": "cmh2x8v1d0000",
           *           "userId": "cmh2x8v1d0000",
           *           "videoId": "cmh2x8v1d0000",
           *           "jobId": null,
           *           "platform": "TIKTOK",
           *           "platformPostId": null,
           *           "url": null,
           *           "visibility": null,
           *           "caption": "Bedtime in five minutes",
           *           "hashtags": [
           *             "parenting"
           *           ],
           *           "publishedAt": "2027-03-01T17:00:00.000Z",
           *           "metrics": {
           *             "views": 1,
           *             "likes": 1,
           *             "comments": 1,
           *             "shares": null,
           *             "lastSyncedAt": null
           *           },
           *           "unavailable": null,
           *           "sync": {
           *             "lastSyncedAt": null,
           *             "nextSyncAt": null,
           *             "failure": null
           *           },
           *           "archivedAt": null
           *         }
           *       ],
           *       "nextCursor": null
           *     }
           */
          'application/json': components['schemas']['PostPage']
        }
      }
      401: components['responses']['401.api-key-missing.api-key-invalid']
      403: components['responses']['403.scope-missing']
      422: components['responses']['422.validation-failed']
      429: components['responses']['429.rate-limited']
      500: components['responses']['500.internal']
      503: components['responses']['503.database-unavailable']
    }
  }
  getPost: {
    parameters: {
      query?: never
      header?: never
      path: {
        /** @example cmh2x8v1d0000 */
        id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The post */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "id": "cmh2x8v1d0000",
           *       "userId": "cmh2x8v1d0000",
           *       "videoId": "cmh2x8v1d0000",
           *       "jobId": null,
           *       "platform": "TIKTOK",
           *       "platformPostId": null,
           *       "url": null,
           *       "visibility": null,
           *       "caption": "Bedtime in five minutes",
           *       "hashtags": [
           *         "parenting"
           *       ],
           *       "publishedAt": "2027-03-01T17:00:00.000Z",
           *       "metrics": {
           *         "views": 1,
           *         "likes": 1,
           *         "comments": 1,
           *         "shares": null,
           *         "lastSyncedAt": null
           *       },
           *       "unavailable": null,
           *       "sync": {
           *         "lastSyncedAt": null,
           *         "nextSyncAt": null,
           *         "failure": null
           *       },
           *       "archivedAt": null
           *     }
           */
          'application/json': components['schemas']['Post']
        }
      }
      400: components['responses']['400.malformed-request']
      401: components['responses']['401.api-key-missing.api-key-invalid']
      403: components['responses']['403.scope-missing']
      404: components['responses']['404.post-not-found']
      410: components['responses']['410.post-archived']
      422: components['responses']['422.validation-failed']
      429: components['responses']['429.rate-limited']
      500: components['responses']['500.internal']
      503: components['responses']['503.database-unavailable']
    }
  }
  getPostMetrics: {
    parameters: {
      query?: {
        /**
         * @description Default: when the post was published
         * @example 2027-03-01T18:00:00+01:00
         */
        from?: string
        /**
         * @description Not part of the range. Default: now
         * @example 2027-03-01T18:00:00+01:00
         */
        to?: string
        /**
         * @description UTC hours, UTC days, or ISO weeks from Monday, UTC. Default: what fits the range
         * @example hour
         */
        bucket?: 'hour' | 'day' | 'week'
      }
      header?: never
      path: {
        /** @example cmh2x8v1d0000 */
        id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description At most 1000 buckets */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "postId": "cmh2x8v1d0000",
           *       "bucket": "hour",
           *       "from": "2027-03-01T17:00:00.000Z",
           *       "to": "2027-03-01T17:00:00.000Z",
           *       "current": {
           *         "views": 1,
           *         "likes": 1,
           *         "comments": 1,
           *         "shares": null
           *       },
           *       "unavailable": null,
           *       "sync": {
           *         "lastSyncedAt": null,
           *         "nextSyncAt": null,
           *         "failure": null
           *       },
           *       "archivedAt": null,
           *       "items": [
           *         {
           *           "startsAt": "2027-03-01T17:00:00.000Z",
           *           "counters": {
           *             "views": null,
           *             "likes": null,
           *             "comments": null,
           *             "shares": null
           *           },
           *           "gained": {
           *             "views": null,
           *             "likes": null,
           *             "comments": null,
           *             "shares": null
           *           }
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['PostMetrics']
        }
      }
      400: components['responses']['400.malformed-request']
      401: components['responses']['401.api-key-missing.api-key-invalid']
      403: components['responses']['403.scope-missing']
      404: components['responses']['404.post-not-found']
      410: components['responses']['410.post-archived']
      422: components['responses']['422.validation-failed']
      429: components['responses']['429.rate-limited']
      500: components['responses']['500.internal']
      503: components['responses']['503.database-unavailable']
    }
  }
  createPageLink: {
    parameters: {
      query?: never
      header?: never
      path: {
        /** @example cmh2x8v1d0000 */
        id: string
      }
      cookie?: never
    }
    requestBody: {
      content: {
        /**
         * @example {
         *       "lifetimeSeconds": 86400
         *     }
         */
        'application/json': components['schemas']['PageLinkBody']
      }
    }
    responses: {
      /** @description The link: it ends by itself, and with the post */
      201: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "url": "https://example.com/",
           *       "expiresAt": "2027-03-01T17:00:00.000Z"
           *     }
           */
          'application/json': components['schemas']['PageLink']
        }
      }
      400: components['responses']['400.malformed-request.invalid-json']
      401: components['responses']['401.api-key-missing.api-key-invalid']
      403: components['responses']['403.scope-missing']
      404: components['responses']['404.post-not-found']
      413: components['responses']['413.body-too-large']
      415: components['responses']['415.unsupported-media-type']
      422: components['responses']['422.validation-failed']
      429: components['responses']['429.rate-limited']
      500: components['responses']['500.internal']
      503: components['responses']['503.database-unavailable']
    }
  }
  showPostPage: {
    parameters: {
      query?: never
      header?: never
      path: {
        /** @example cG9zdC0x.MTgwMDA */
        token: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description A page for people */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          [name: string]: unknown
        }
        content: {
          'text/html': string
        }
      }
      400: components['responses']['400.malformed-request.open']
      404: components['responses']['404.page-link-invalid.open']
      410: components['responses']['410.page-link-expired.open']
      500: components['responses']['500.internal.open']
      503: components['responses']['503.database-unavailable.open']
    }
  }
  getMetricTotals: {
    parameters: {
      query?: {
        /** @example cmh2x8v1d0000 */
        userId?: string
        /** @example TIKTOK */
        platform?: 'TIKTOK' | 'INSTAGRAM' | 'YOUTUBE'
        /**
         * @description Default: 30 days before the end
         * @example 2027-03-01T18:00:00+01:00
         */
        from?: string
        /**
         * @description Not part of the range. Default: now
         * @example 2027-03-01T18:00:00+01:00
         */
        to?: string
        /**
         * @description UTC hours, UTC days, or ISO weeks from Monday, UTC. Default: what fits the range
         * @example hour
         */
        bucket?: 'hour' | 'day' | 'week'
        /**
         * @description Default: all posts together
         * @example user
         */
        groupBy?: 'user' | 'platform'
        /**
         * @description Users on a page, where they are told apart
         * @example 20
         */
        limit?: number
        /**
         * @description `nextCursor` of the page before
         * @example MTgwMDAxMjgwMDAwMDpjbWgyeDh2MWQwMDAw
         */
        cursor?: string
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description At most 1000 periods; where users are told apart, a page of them */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "bucket": "hour",
           *       "from": "2027-03-01T17:00:00.000Z",
           *       "to": "2027-03-01T17:00:00.000Z",
           *       "groupBy": null,
           *       "items": [
           *         {
           *           "userId": null,
           *           "platform": null,
           *           "posts": 1,
           *           "counters": {
           *             "views": 1,
           *             "likes": 1,
           *             "comments": 1,
           *             "shares": 1
           *           },
           *           "gained": {
           *             "views": 1,
           *             "likes": 1,
           *             "comments": 1,
           *             "shares": 1
           *           },
           *           "periods": [
           *             {
           *               "startsAt": "2027-03-01T17:00:00.000Z",
           *               "posts": 1,
           *               "counters": {
           *                 "views": 1,
           *                 "likes": 1,
           *                 "comments": 1,
           *                 "shares": 1
           *               },
           *               "gained": {
           *                 "views": 1,
           *                 "likes": 1,
           *                 "comments": 1,
           *                 "shares": 1
           *               }
           *             }
           *           ]
           *         }
           *       ],
           *       "nextCursor": null
           *     }
           */
          'application/json': components['schemas']['MetricTotals']
        }
      }
      401: components['responses']['401.api-key-missing.api-key-invalid']
      403: components['responses']['403.scope-missing']
      422: components['responses']['422.validation-failed']
      429: components['responses']['429.rate-limited']
      500: components['responses']['500.internal']
      503: components['responses']['503.database-unavailable']
    }
  }
  syncPosts: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        /**
         * @example {
         *       "userId": "cmh2x8v1d0000",
         *       "platform": "TIKTOK"
         *     }
         */
        'application/json': components['schemas']['SyncBody']
      }
    }
    responses: {
      /** @description The posts are due; a round that reads them is begun, or follows within its interval */
      202: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "posts": 1,
           *       "recent": 1
           *     }
           */
          'application/json': components['schemas']['ForcedSync']
        }
      }
      400: components['responses']['400.malformed-request.invalid-json']
      401: components['responses']['401.api-key-missing.api-key-invalid']
      403: components['responses']['403.scope-missing']
      404: components['responses']['404.post-not-found.user-not-found']
      410: components['responses']['410.post-archived']
      413: components['responses']['413.body-too-large']
      415: components['responses']['415.unsupported-media-type']
      422: components['responses']['422.validation-failed']
      429: components['responses']['429.rate-limited']
      500: components['responses']['500.internal']
      503: components['responses']['503.database-unavailable']
    }
  }
  listWebhookEndpoints: {
    parameters: {
      query?: {
        /**
         * @description Rows on a page
         * @example 20
         */
        limit?: number
        /**
         * @description `nextCursor` of the page before
         * @example MTgwMDAxMjgwMDAwMDpjbWgyeDh2MWQwMDAw
         */
        cursor?: string
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description A page of webhook endpoints */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "items": [
           *         {
           *           "id": "cmh2x8v1d0000",
           *           "url": "https://example.com/hooks/publisher",
           *           "events": [
           *             "publish_job.completed"
           *           ],
           *           "description": null,
           *           "userId": null,
           *           "enabled": true,
           *           "failingSince": null,
           *           "disabledAt": null,
           *           "disabledReason": null,
           *           "oldSecretUntil": null,
           *           "createdAt": "2027-03-01T17:00:00.000Z",
           *           "updatedAt": "2027-03-01T17:00:00.000Z"
           *         }
           *       ],
           *       "nextCursor": null
           *     }
           */
          'application/json': components['schemas']['WebhookEndpointPage']
        }
      }
      401: components['responses']['401.api-key-missing.api-key-invalid']
      403: components['responses']['403.scope-missing']
      422: components['responses']['422.validation-failed']
      429: components['responses']['429.rate-limited']
      500: components['responses']['500.internal']
      503: components['responses']['503.database-unavailable']
    }
  }
  createWebhookEndpoint: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        /**
         * @example {
         *       "url": "https://example.com/hooks/publisher",
         *       "events": [
         *         "publish_job.completed",
         *         "publish_job.failed"
         *       ]
         *     }
         */
        'application/json': components['schemas']['WebhookEndpointBody']
      }
    }
    responses: {
      /** @description Created */
      201: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "id": "cmh2x8v1d0000",
           *       "url": "https://example.com/hooks/publisher",
           *       "events": [
           *         "publish_job.completed"
           *       ],
           *       "description": null,
           *       "userId": null,
           *       "enabled": true,
           *       "failingSince": null,
           *       "disabledAt": null,
           *       "disabledReason": null,
           *       "oldSecretUntil": null,
           *       "createdAt": "2027-03-01T17:00:00.000Z",
           *       "updatedAt": "2027-03-01T17:00:00.000Z",
           *       "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo="
           *     }
           */
          'application/json': components['schemas']['WebhookEndpointSecret']
        }
      }
      400: components['responses']['400.malformed-request.invalid-json']
      401: components['responses']['401.api-key-missing.api-key-invalid']
      403: components['responses']['403.scope-missing']
      409: components['responses']['409.user-being-erased.too-many-webhook-endpoints']
      413: components['responses']['413.body-too-large']
      415: components['responses']['415.unsupported-media-type']
      422: components['responses']['422.validation-failed']
      429: components['responses']['429.rate-limited']
      500: components['responses']['500.internal']
      503: components['responses']['503.database-unavailable']
    }
  }
  getWebhookEndpoint: {
    parameters: {
      query?: never
      header?: never
      path: {
        /** @example cmh2x8v1d0000 */
        id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The webhook endpoint */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "id": "cmh2x8v1d0000",
           *       "url": "https://example.com/hooks/publisher",
           *       "events": [
           *         "publish_job.completed"
           *       ],
           *       "description": null,
           *       "userId": null,
           *       "enabled": true,
           *       "failingSince": null,
           *       "disabledAt": null,
           *       "disabledReason": null,
           *       "oldSecretUntil": null,
           *       "createdAt": "2027-03-01T17:00:00.000Z",
           *       "updatedAt": "2027-03-01T17:00:00.000Z",
           *       "lastDay": {
           *         "pending": 0,
           *         "delivered": 0,
           *         "failed": 0
           *       }
           *     }
           */
          'application/json': components['schemas']['WebhookEndpointHealth']
        }
      }
      400: components['responses']['400.malformed-request']
      401: components['responses']['401.api-key-missing.api-key-invalid']
      403: components['responses']['403.scope-missing']
      404: components['responses']['404.webhook-endpoint-not-found']
      422: components['responses']['422.validation-failed']
      429: components['responses']['429.rate-limited']
      500: components['responses']['500.internal']
      503: components['responses']['503.database-unavailable']
    }
  }
  deleteWebhookEndpoint: {
    parameters: {
      query?: never
      header?: never
      path: {
        /** @example cmh2x8v1d0000 */
        id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Deleted */
      204: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          [name: string]: unknown
        }
        content?: never
      }
      400: components['responses']['400.malformed-request']
      401: components['responses']['401.api-key-missing.api-key-invalid']
      403: components['responses']['403.scope-missing']
      404: components['responses']['404.webhook-endpoint-not-found']
      422: components['responses']['422.validation-failed']
      429: components['responses']['429.rate-limited']
      500: components['responses']['500.internal']
      503: components['responses']['503.database-unavailable']
    }
  }
  changeWebhookEndpoint: {
    parameters: {
      query?: never
      header?: never
      path: {
        /** @example cmh2x8v1d0000 */
        id: string
      }
      cookie?: never
    }
    requestBody: {
      content: {
        /**
         * @example {
         *       "enabled": true
         *     }
         */
        'application/json': components['schemas']['WebhookEndpointChange']
      }
    }
    responses: {
      /** @description As it is now */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "id": "cmh2x8v1d0000",
           *       "url": "https://example.com/hooks/publisher",
           *       "events": [
           *         "publish_job.completed"
           *       ],
           *       "description": null,
           *       "userId": null,
           *       "enabled": true,
           *       "failingSince": null,
           *       "disabledAt": null,
           *       "disabledReason": null,
           *       "oldSecretUntil": null,
           *       "createdAt": "2027-03-01T17:00:00.000Z",
           *       "updatedAt": "2027-03-01T17:00:00.000Z"
           *     }
           */
          'application/json': components['schemas']['WebhookEndpoint']
        }
      }
      400: components['responses']['400.malformed-request.invalid-json']
      401: components['responses']['401.api-key-missing.api-key-invalid']
      403: components['responses']['403.scope-missing']
      404: components['responses']['404.webhook-endpoint-not-found']
      413: components['responses']['413.body-too-large']
      415: components['responses']['415.unsupported-media-type']
      422: components['responses']['422.validation-failed']
      429: components['responses']['429.rate-limited']
      500: components['responses']['500.internal']
      503: components['responses']['503.database-unavailable']
    }
  }
  rotateWebhookSecret: {
    parameters: {
      query?: never
      header?: never
      path: {
        /** @example cmh2x8v1d0000 */
        id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description With the new secret, which is in this answer only */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "id": "cmh2x8v1d0000",
           *       "url": "https://example.com/hooks/publisher",
           *       "events": [
           *         "publish_job.completed"
           *       ],
           *       "description": null,
           *       "userId": null,
           *       "enabled": true,
           *       "failingSince": null,
           *       "disabledAt": null,
           *       "disabledReason": null,
           *       "oldSecretUntil": null,
           *       "createdAt": "2027-03-01T17:00:00.000Z",
           *       "updatedAt": "2027-03-01T17:00:00.000Z",
           *       "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo="
           *     }
           */
          'application/json': components['schemas']['WebhookEndpointSecret']
        }
      }
      400: components['responses']['400.malformed-request']
      401: components['responses']['401.api-key-missing.api-key-invalid']
      403: components['responses']['403.scope-missing']
      404: components['responses']['404.webhook-endpoint-not-found']
      422: components['responses']['422.validation-failed']
      429: components['responses']['429.rate-limited']
      500: components['responses']['500.internal']
      503: components['responses']['503.database-unavailable']
    }
  }
  testWebhookEndpoint: {
    parameters: {
      query?: never
      header?: never
      path: {
        /** @example cmh2x8v1d0000 */
        id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description On its way */
      202: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "id": "cmh2x8v1d0000",
           *       "type": "publish_job.completed",
           *       "state": "pending",
           *       "attemptCount": 0,
           *       "createdAt": "2027-03-01T17:00:00.000Z",
           *       "nextAttemptAt": null,
           *       "endedAt": null
           *     }
           */
          'application/json': components['schemas']['WebhookMessage']
        }
      }
      400: components['responses']['400.malformed-request']
      401: components['responses']['401.api-key-missing.api-key-invalid']
      403: components['responses']['403.scope-missing']
      404: components['responses']['404.webhook-endpoint-not-found']
      409: components['responses']['409.webhook-endpoint-disabled']
      422: components['responses']['422.validation-failed']
      429: components['responses']['429.rate-limited']
      500: components['responses']['500.internal']
      503: components['responses']['503.database-unavailable']
    }
  }
  listWebhookMessages: {
    parameters: {
      query?: {
        /**
         * @description Rows on a page
         * @example 20
         */
        limit?: number
        /**
         * @description `nextCursor` of the page before
         * @example MTgwMDAxMjgwMDAwMDpjbWgyeDh2MWQwMDAw
         */
        cursor?: string
        /** @example pending */
        state?: 'pending' | 'delivered' | 'failed'
      }
      header?: never
      path: {
        /** @example cmh2x8v1d0000 */
        id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description A page of messages */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "items": [
           *         {
           *           "id": "cmh2x8v1d0000",
           *           "type": "publish_job.completed",
           *           "state": "pending",
           *           "attemptCount": 0,
           *           "createdAt": "2027-03-01T17:00:00.000Z",
           *           "nextAttemptAt": null,
           *           "endedAt": null
           *         }
           *       ],
           *       "nextCursor": null
           *     }
           */
          'application/json': components['schemas']['WebhookMessagePage']
        }
      }
      400: components['responses']['400.malformed-request']
      401: components['responses']['401.api-key-missing.api-key-invalid']
      403: components['responses']['403.scope-missing']
      404: components['responses']['404.webhook-endpoint-not-found']
      422: components['responses']['422.validation-failed']
      429: components['responses']['429.rate-limited']
      500: components['responses']['500.internal']
      503: components['responses']['503.database-unavailable']
    }
  }
  getWebhookMessage: {
    parameters: {
      query?: never
      header?: never
      path: {
        /** @example cmh2x8v1d0000 */
        id: string
        /** @example cmh2x8v1d0000 */
        messageId: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The message */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "id": "cmh2x8v1d0000",
           *       "type": "publish_job.completed",
           *       "state": "pending",
           *       "attemptCount": 0,
           *       "createdAt": "2027-03-01T17:00:00.000Z",
           *       "nextAttemptAt": null,
           *       "endedAt": null,
           *       "payload": {},
           *       "attempts": [
           *         {
           *           "startedAt": "2027-03-01T17:00:00.000Z",
           *           "durationMs": 0,
           *           "httpStatus": null,
           *           "failure": "refused",
           *           "excerpt": null
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['WebhookMessageLog']
        }
      }
      400: components['responses']['400.malformed-request']
      401: components['responses']['401.api-key-missing.api-key-invalid']
      403: components['responses']['403.scope-missing']
      404: components['responses']['404.webhook-endpoint-not-found.webhook-message-not-found']
      422: components['responses']['422.validation-failed']
      429: components['responses']['429.rate-limited']
      500: components['responses']['500.internal']
      503: components['responses']['503.database-unavailable']
    }
  }
  redeliverWebhookMessage: {
    parameters: {
      query?: never
      header?: never
      path: {
        /** @example cmh2x8v1d0000 */
        id: string
        /** @example cmh2x8v1d0000 */
        messageId: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description On its way */
      202: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "id": "cmh2x8v1d0000",
           *       "type": "publish_job.completed",
           *       "state": "pending",
           *       "attemptCount": 0,
           *       "createdAt": "2027-03-01T17:00:00.000Z",
           *       "nextAttemptAt": null,
           *       "endedAt": null
           *     }
           */
          'application/json': components['schemas']['WebhookMessage']
        }
      }
      400: components['responses']['400.malformed-request']
      401: components['responses']['401.api-key-missing.api-key-invalid']
      403: components['responses']['403.scope-missing']
      404: components['responses']['404.webhook-endpoint-not-found.webhook-message-not-found']
      409: components['responses']['409.webhook-endpoint-disabled']
      422: components['responses']['422.validation-failed']
      429: components['responses']['429.rate-limited']
      500: components['responses']['500.internal']
      503: components['responses']['503.database-unavailable']
    }
  }
  getYouTubeQuota: {
    parameters: {
      query?: {
        /**
         * @description A Pacific day. Default: today in Los Angeles
         * @example 2027-03-01
         */
        day?: string
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The Pacific day */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "day": "2027-03-01",
           *       "model": "units-1600",
           *       "used": 1,
           *       "limit": 1,
           *       "costPerUpload": 1,
           *       "placesFree": 1,
           *       "uploads": {
           *         "held": 1,
           *         "spent": 1
           *       },
           *       "callUnits": 1,
           *       "closedAt": null,
           *       "resetAt": "2027-03-01T17:00:00.000Z",
           *       "buckets": [
           *         {
           *           "name": "reads",
           *           "used": 1,
           *           "limit": 1,
           *           "closedAt": null
           *         }
           *       ],
           *       "queue": {
           *         "waiting": 1,
           *         "users": 1,
           *         "nextGrantAt": "2027-03-01T17:00:00.000Z"
           *       },
           *       "forecast": [
           *         {
           *           "day": "2027-03-01",
           *           "uploads": 1
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['YouTubeQuotaDay']
        }
      }
      401: components['responses']['401.api-key-missing.api-key-invalid']
      403: components['responses']['403.scope-missing']
      422: components['responses']['422.validation-failed']
      429: components['responses']['429.rate-limited']
      500: components['responses']['500.internal']
      503: components['responses']['503.database-unavailable']
    }
  }
  listCooldowns: {
    parameters: {
      query?: {
        /** @example TIKTOK */
        platform?: 'TIKTOK' | 'INSTAGRAM' | 'YOUTUBE'
        /**
         * @description All that holds this account, that of every account too
         * @example cmh2x8v1d0000
         */
        connectionId?: string
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description All that holds now for every account, or for one that the key may see */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "items": [
           *         {
           *           "id": "cmh2x8v1d0000",
           *           "platform": "TIKTOK",
           *           "reach": "app",
           *           "connectionId": null,
           *           "scope": "writes",
           *           "reason": "posting-cap",
           *           "message": "TikTok takes no more posts of this account today",
           *           "remedy": "Wait: the jobs go on by themselves.",
           *           "evidence": {},
           *           "since": "2027-03-01T17:00:00.000Z",
           *           "until": null,
           *           "pausedBy": null
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['CooldownList']
        }
      }
      401: components['responses']['401.api-key-missing.api-key-invalid']
      403: components['responses']['403.scope-missing']
      404: components['responses']['404.connection-not-found']
      422: components['responses']['422.validation-failed']
      429: components['responses']['429.rate-limited']
      500: components['responses']['500.internal']
      503: components['responses']['503.database-unavailable']
    }
  }
  pause: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        /**
         * @example {
         *       "platform": "TIKTOK",
         *       "reason": "TikTok asked us to look into spam",
         *       "until": "2027-03-01T18:00:00Z"
         *     }
         */
        'application/json': components['schemas']['PauseBody']
      }
    }
    responses: {
      /** @description It was paused before: this pause has taken the place of that one */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "id": "cmh2x8v1d0000",
           *       "platform": "TIKTOK",
           *       "reach": "app",
           *       "connectionId": null,
           *       "scope": "writes",
           *       "reason": "posting-cap",
           *       "message": "TikTok takes no more posts of this account today",
           *       "remedy": "Wait: the jobs go on by themselves.",
           *       "evidence": {},
           *       "since": "2027-03-01T17:00:00.000Z",
           *       "until": null,
           *       "pausedBy": null
           *     }
           */
          'application/json': components['schemas']['Cooldown']
        }
      }
      /** @description Paused */
      201: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "id": "cmh2x8v1d0000",
           *       "platform": "TIKTOK",
           *       "reach": "app",
           *       "connectionId": null,
           *       "scope": "writes",
           *       "reason": "posting-cap",
           *       "message": "TikTok takes no more posts of this account today",
           *       "remedy": "Wait: the jobs go on by themselves.",
           *       "evidence": {},
           *       "since": "2027-03-01T17:00:00.000Z",
           *       "until": null,
           *       "pausedBy": null
           *     }
           */
          'application/json': components['schemas']['Cooldown']
        }
      }
      400: components['responses']['400.malformed-request.invalid-json']
      401: components['responses']['401.api-key-missing.api-key-invalid']
      403: components['responses']['403.scope-missing']
      404: components['responses']['404.connection-not-found']
      413: components['responses']['413.body-too-large']
      415: components['responses']['415.unsupported-media-type']
      422: components['responses']['422.validation-failed']
      429: components['responses']['429.rate-limited']
      500: components['responses']['500.internal']
      503: components['responses']['503.database-unavailable']
    }
  }
  resume: {
    parameters: {
      query?: never
      header?: never
      path: {
        /** @example cmh2x8v1d0000 */
        id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description What was paused until now */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "id": "cmh2x8v1d0000",
           *       "platform": "TIKTOK",
           *       "reach": "app",
           *       "connectionId": null,
           *       "scope": "writes",
           *       "reason": "posting-cap",
           *       "message": "TikTok takes no more posts of this account today",
           *       "remedy": "Wait: the jobs go on by themselves.",
           *       "evidence": {},
           *       "since": "2027-03-01T17:00:00.000Z",
           *       "until": null,
           *       "pausedBy": null
           *     }
           */
          'application/json': components['schemas']['Cooldown']
        }
      }
      400: components['responses']['400.malformed-request']
      401: components['responses']['401.api-key-missing.api-key-invalid']
      403: components['responses']['403.scope-missing']
      404: components['responses']['404.pause-not-found']
      409: components['responses']['409.not-a-pause']
      422: components['responses']['422.validation-failed']
      429: components['responses']['429.rate-limited']
      500: components['responses']['500.internal']
      503: components['responses']['503.database-unavailable']
    }
  }
  listBullMqJobs: {
    parameters: {
      query?: {
        /**
         * @description One or more, parted by commas; default: all
         * @example waiting,active
         */
        state?: string
        /**
         * @description Rows on a page
         * @example 20
         */
        limit?: number
        /**
         * @description `nextCursor` of the page before
         * @example MTgwMDAxMjgwMDAwMDpjbWgyeDh2MWQwMDAw
         */
        cursor?: string
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description A page of jobs */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "items": [
           *         {
           *           "id": "cmh2x8v1d0000",
           *           "name": "publish-tiktok",
           *           "data": {
           *             "userId": "cmh2x8v1d0000",
           *             "videoId": "cmh2x8v1d0000",
           *             "platform": "TIKTOK",
           *             "connectionId": null,
           *             "caption": "Bedtime in five minutes",
           *             "hashtags": [],
           *             "options": {
           *               "privacyLevel": "SELF_ONLY"
           *             },
           *             "scheduledFor": null
           *           },
           *           "opts": {
           *             "attempts": 0,
           *             "jobId": "cmh2x8v1d0000",
           *             "delay": 0
           *           },
           *           "state": "waiting",
           *           "progress": 0,
           *           "returnvalue": null,
           *           "stacktrace": [],
           *           "delay": 0,
           *           "priority": 0,
           *           "attemptsStarted": 0,
           *           "attemptsMade": 0,
           *           "stalledCounter": 0,
           *           "timestamp": 0
           *         }
           *       ],
           *       "nextCursor": null
           *     }
           */
          'application/json': components['schemas']['BullMqJobPage']
        }
      }
      401: components['responses']['401.api-key-missing.api-key-invalid']
      403: components['responses']['403.scope-missing']
      422: components['responses']['422.validation-failed']
      429: components['responses']['429.rate-limited']
      500: components['responses']['500.internal']
      503: components['responses']['503.database-unavailable']
    }
  }
  getBullMqJob: {
    parameters: {
      query?: never
      header?: never
      path: {
        /** @example cmh2x8v1d0000 */
        jobId: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The job */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "id": "cmh2x8v1d0000",
           *       "name": "publish-tiktok",
           *       "data": {
           *         "userId": "cmh2x8v1d0000",
           *         "videoId": "cmh2x8v1d0000",
           *         "platform": "TIKTOK",
           *         "connectionId": null,
           *         "caption": "Bedtime in five minutes",
           *         "hashtags": [],
           *         "options": {
           *           "privacyLevel": "SELF_ONLY"
           *         },
           *         "scheduledFor": null
           *       },
           *       "opts": {
           *         "attempts": 0,
           *         "jobId": "cmh2x8v1d0000",
           *         "delay": 0
           *       },
           *       "state": "waiting",
           *       "progress": 0,
           *       "returnvalue": null,
           *       "stacktrace": [],
           *       "delay": 0,
           *       "priority": 0,
           *       "attemptsStarted": 0,
           *       "attemptsMade": 0,
           *       "stalledCounter": 0,
           *       "timestamp": 0
           *     }
           */
          'application/json': components['schemas']['BullMqJob']
        }
      }
      400: components['responses']['400.malformed-request']
      401: components['responses']['401.api-key-missing.api-key-invalid']
      403: components['responses']['403.scope-missing']
      404: components['responses']['404.job-not-found']
      410: components['responses']['410.job-removed']
      422: components['responses']['422.validation-failed']
      429: components['responses']['429.rate-limited']
      500: components['responses']['500.internal']
      503: components['responses']['503.database-unavailable']
    }
  }
  countBullMqJobs: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description How many jobs are in each state */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "waiting": 3,
           *       "active": 1,
           *       "completed": 840,
           *       "failed": 2,
           *       "delayed": 17,
           *       "prioritized": 0,
           *       "waiting-children": 0
           *     }
           */
          'application/json': components['schemas']['BullMqCounts']
        }
      }
      401: components['responses']['401.api-key-missing.api-key-invalid']
      403: components['responses']['403.scope-missing']
      429: components['responses']['429.rate-limited']
      500: components['responses']['500.internal']
      503: components['responses']['503.database-unavailable']
    }
  }
  getMaintenance: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Every schedule */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "items": [
           *         {
           *           "id": "reconcile-publish-jobs",
           *           "about": "Starts accepted jobs that have no run",
           *           "lastRound": null,
           *           "schedule": null
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['Maintenance']
        }
      }
      401: components['responses']['401.api-key-missing.api-key-invalid']
      403: components['responses']['403.scope-missing']
      429: components['responses']['429.rate-limited']
      500: components['responses']['500.internal']
      503: components['responses']['503.database-unavailable']
    }
  }
  listTaskQueues: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Every queue that jobs pass through */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          RateLimit: components['headers']['RateLimit']
          'RateLimit-Policy': components['headers']['RateLimit-Policy']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "items": [
           *         {
           *           "queue": "upload-tiktok",
           *           "type": "workflow",
           *           "state": "served",
           *           "pollers": 1,
           *           "backlogTasks": 1,
           *           "backlogAgeSeconds": 1
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['TaskQueues']
        }
      }
      401: components['responses']['401.api-key-missing.api-key-invalid']
      403: components['responses']['403.scope-missing']
      429: components['responses']['429.rate-limited']
      500: components['responses']['500.internal']
      503: components['responses']['503.temporal-unavailable.database-unavailable']
    }
  }
  getLiveness: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description It does */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "status": "ok"
           *     }
           */
          'application/json': components['schemas']['Liveness']
        }
      }
      500: components['responses']['500.internal.open']
      503: components['responses']['503.database-unavailable.open']
    }
  }
  getReadiness: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description They should: the database answers. `degraded`: another dependency does not; jobs are accepted, and go on when it is back */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "status": "ready",
           *       "dependencies": {
           *         "database": "up",
           *         "temporal": "up",
           *         "storage": "up"
           *       }
           *     }
           */
          'application/json': components['schemas']['Readiness']
        }
      }
      500: components['responses']['500.internal.open']
      503: components['responses']['503.not-ready.stopping.database-unavailable.open']
    }
  }
  receiveTikTokEvent: {
    parameters: {
      query?: never
      header?: {
        /** @example t=1800012800,s=2f1c */
        'Tiktok-Signature'?: string
      }
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': string
      }
    }
    responses: {
      /** @description Acted upon, now or before, or nothing to act upon */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          [name: string]: unknown
        }
        content?: never
      }
      400: components['responses']['400.malformed-request.invalid-json.webhook-malformed.open']
      401: components['responses']['401.webhook-signature-invalid.webhook-too-old.open']
      413: components['responses']['413.body-too-large.open']
      415: components['responses']['415.unsupported-media-type.open']
      500: components['responses']['500.internal.open']
      503: components['responses']['503.not-ready.database-unavailable.open']
    }
  }
  receiveInstagramRemoval: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        'application/x-www-form-urlencoded': string
      }
    }
    responses: {
      /** @description Acted upon, now or before, or nothing to act upon */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id']
          [name: string]: unknown
        }
        content?: never
      }
      400: components['responses']['400.malformed-request.invalid-json.webhook-malformed.open']
      401: components['responses']['401.webhook-signature-invalid.webhook-too-old.open']
      413: components['responses']['413.body-too-large.open']
      415: components['responses']['415.unsupported-media-type.open']
      500: components['responses']['500.internal.open']
      503: components['responses']['503.not-ready.database-unavailable.open']
    }
  }
}

/** The routes that take an Idempotency-Key. */
export const KEYED_ROUTES = ['POST /v1/publish-jobs', 'POST /v1/videos'] as const

/** Of the document. */
export const DOCUMENT_SHA256 = 'f0e6df770a90744bd0cc5c562da9768ab3d38cd25ce2c6c082531dafcc539c83'
