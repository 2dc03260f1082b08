import { randomBytes } from 'node:crypto'
import type { Reply, TestSandbox } from './platform-sandbox'

export const CHANNEL = 'UCabcdefghijklmnopqrstuv'
export const UPLOADS = 'UUabcdefghijklmnopqrstuv'
export const UNIT = 256 * 1024

/** Snippet, status, headers, further groups. */
type Metadata = [snippet?: object, status?: object, headers?: object, groups?: Record<string, unknown>]

export type YouTubeChannel = Awaited<ReturnType<typeof youtubeChannel>>

/** A channel and its owner as a raw client. `profile` also takes the life of the token. */
export async function youtubeChannel(sandbox: TestSandbox, profile: Record<string, unknown> = {}) {
  const account = { platform: 'YOUTUBE', accountId: CHANNEL, username: 'mom', ...profile }
  const made = await sandbox.control('POST', '/accounts', account)
  const video = randomBytes(3 * UNIT + 123)
  const { youtubeUrl, youtubeAnalyticsUrl, oauthUrl } = sandbox.at()
  const uploadUrl = `${youtubeUrl}/upload/youtube/v3`

  const channel = {
    video,
    total: video.length,
    token: String(made.accessToken),
    refreshToken: String(made.refreshToken),
    patch: (change: object): Promise<unknown> =>
      sandbox.control('PATCH', `/accounts/youtube/${account.accountId}`, change),
    call: (path: string, sent: Parameters<TestSandbox['send']>[1] = {}): Promise<Reply> =>
      sandbox.send(`${youtubeUrl}/youtube/v3/${path}`, { token: channel.token, ...sent }),
    read: (path: string): Promise<Reply> => channel.call(path),
    report: (query: Record<string, string>): Promise<Reply> =>
      sandbox.send(`${youtubeAnalyticsUrl}/v2/reports?${new URLSearchParams(query).toString()}`, {
        token: channel.token,
      }),
    start: (
      snippet: object = {},
      status: object = {},
      headers = {},
      groups: Record<string, unknown> = {},
    ): Promise<Reply> =>
      sandbox.send(
        `${uploadUrl}/videos?uploadType=resumable&part=${['snippet', 'status', ...Object.keys(groups)].join(',')}`,
        {
          token: channel.token,
          headers: {
            'x-upload-content-length': String(video.length),
            'x-upload-content-type': 'video/mp4',
            ...headers,
          },
          json: {
            snippet: { title: 'A video', description: 'About it', ...snippet },
            status: { privacyStatus: 'unlisted', ...status },
            ...groups,
          },
        },
      ),
    open: async (): Promise<string> => String((await channel.start()).headers.location),
    put: (session: string, body: Buffer, range?: string, bearer?: string): Promise<Reply> =>
      sandbox.send(session, {
        method: 'PUT',
        token: bearer ?? channel.token,
        body,
        headers: range ? { 'content-range': range } : {},
      }),
    putAt: (session: string, first: number, end: number): Promise<Reply> =>
      channel.put(session, video.subarray(first, end), `bytes ${first}-${end - 1}/${video.length}`),
    query: (session: string): Promise<Reply> => channel.put(session, Buffer.alloc(0), `bytes */${video.length}`),
    /** @returns the id of a new video. */
    upload: async (...metadata: Metadata): Promise<string> => {
      const session = String((await channel.start(...metadata)).headers.location)
      return String((await channel.put(session, video)).json.id)
    },
    /** The named parts of one video, flat. */
    show: async (id: string, parts = 'status'): Promise<Record<string, unknown>> => {
      const { items } = (await channel.read(`videos?part=${parts}&id=${id}`)).json
      return Object.assign({}, ...parts.split(',').map((part) => items[0]?.[part])) as Record<string, unknown>
    },
    setThumbnail: (videoId: string, image: Buffer, type = 'image/jpeg', uploadType = 'media'): Promise<Reply> =>
      sandbox.send(`${uploadUrl}/thumbnails/set?videoId=${videoId}&uploadType=${uploadType}`, {
        token: channel.token,
        method: 'POST',
        headers: { 'content-type': type },
        body: image,
      }),
    refresh: (): Promise<Reply> =>
      sandbox.send(`${oauthUrl}/token`, {
        form: { client_id: 'c', client_secret: 's', grant_type: 'refresh_token', refresh_token: channel.refreshToken },
      }),
  }
  return channel
}

/** The reason by which clients of Google decide. */
export const reasonOf = (reply: { json: { error?: { errors?: { reason: string }[] } } }): string | undefined =>
  reply.json.error?.errors?.[0]?.reason
