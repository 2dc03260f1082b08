import type { Reply, TestSandbox } from './platform-sandbox'

export const MIB = 1024 * 1024

/** A video of one chunk. */
export const small = { video_size: 100, chunk_size: 100, total_chunk_count: 1 }
export const smallVideo = Buffer.alloc(100, 7)

export type TikTokTestClient = Awaited<ReturnType<typeof tiktokClient>>

interface Source {
  video_size: number
  chunk_size: number
  total_chunk_count: number
}

/** TikTok's calls, as raw as they are. */
export async function tiktokClient(sandbox: TestSandbox, account: Record<string, unknown> = {}) {
  const made = await sandbox.control('POST', '/accounts', {
    platform: 'TIKTOK',
    accountId: 'open-id-1',
    username: 'mom',
    ...account,
  })
  const token: string = made.accessToken
  const call = (path: string, json: unknown = {}, bearer = token) =>
    sandbox.send(`${sandbox.at().tiktokUrl}${path}`, { json, token: bearer })
  const init = (source: Source, post: Record<string, unknown> = {}) =>
    call('/v2/post/publish/video/init/', {
      post_info: { privacy_level: 'PUBLIC_TO_EVERYONE', title: 'Hello #world', ...post },
      source_info: { source: 'FILE_UPLOAD', ...source },
    })
  const put = (uploadUrl: string, first: number, chunk: Buffer, total: number, headers: Record<string, string> = {}) =>
    sandbox.send(uploadUrl, {
      method: 'PUT',
      headers: {
        'content-type': 'video/mp4',
        'content-range': `bytes ${first}-${first + chunk.length - 1}/${total}`,
        ...headers,
      },
      body: chunk,
    })
  const status = (publishId: string) => call('/v2/post/publish/status/fetch/', { publish_id: publishId })
  const opened = ({ json }: Reply) => ({
    publishId: json.data.publish_id as string,
    uploadUrl: json.data.upload_url as string,
  })
  return {
    account: made,
    call,
    init,
    put,
    status,
    stateOf: async (publishId: string) => (await status(publishId)).json.data,
    creatorInfo: () => call('/v2/post/publish/creator_info/query/'),
    initDraft: (source: Record<string, unknown> = { source: 'FILE_UPLOAD', ...small }) =>
      call('/v2/post/publish/inbox/video/init/', { source_info: source }),
    initPull: (videoUrl: string, post: Record<string, unknown> = {}) =>
      call('/v2/post/publish/video/init/', {
        post_info: { privacy_level: 'PUBLIC_TO_EVERYONE', title: 'Hello #world', ...post },
        source_info: { source: 'PULL_FROM_URL', video_url: videoUrl },
      }),
    cancel: (publishId: string) => call('/v2/post/publish/cancel/', { publish_id: publishId }),
    user: (fields: string) => sandbox.send(`${sandbox.at().tiktokUrl}/v2/user/info/?fields=${fields}`, { token }),
    query: (fields: string, ids: string[]) =>
      call(`/v2/video/query/?fields=${fields}`, { filters: { video_ids: ids } }),
    /** What the user does in the app. */
    act: (action: string, input: object) => sandbox.control('POST', `/actions/tiktok/${action}`, input),
    patch: (change: object) => sandbox.control('PATCH', `/accounts/tiktok/${made.accountId}`, change),
    /** A small video, whole. */
    async post(post?: Record<string, unknown>) {
      const task = opened(await init(small, post))
      await put(task.uploadUrl, 0, smallVideo, smallVideo.length)
      return task
    },
    refresh: (refreshToken: string) =>
      sandbox.send(`${sandbox.at().tiktokUrl}/v2/oauth/token/`, {
        form: { client_key: 'k', client_secret: 's', grant_type: 'refresh_token', refresh_token: refreshToken },
      }),
    open: async (source: Source, post?: Record<string, unknown>) => opened(await init(source, post)),
  }
}
