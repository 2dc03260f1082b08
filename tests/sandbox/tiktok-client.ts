import type { TestSandbox } from './platform-sandbox'

export const MIB = 1024 * 1024

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
  return {
    account: made,
    call,
    init,
    status: (publishId: string) => call('/v2/post/publish/status/fetch/', { publish_id: publishId }),
    refresh: (refreshToken: string) =>
      sandbox.send(`${sandbox.at().tiktokUrl}/v2/oauth/token/`, {
        form: { client_key: 'k', client_secret: 's', grant_type: 'refresh_token', refresh_token: refreshToken },
      }),
    async open(source: Source, post?: Record<string, unknown>) {
      const { json } = await init(source, post)
      return { publishId: json.data.publish_id as string, uploadUrl: json.data.upload_url as string }
    },
    put: (uploadUrl: string, first: number, chunk: Buffer, total: number, headers: Record<string, string> = {}) =>
      sandbox.send(uploadUrl, {
        method: 'PUT',
        headers: {
          'content-type': 'video/mp4',
          'content-range': `bytes ${first}-${first + chunk.length - 1}/${total}`,
          ...headers,
        },
        body: chunk,
      }),
  }
}
