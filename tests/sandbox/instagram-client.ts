import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openSandbox, until, type Reply, type TestSandbox } from './platform-sandbox'

export const USER = '17841400000000001'
export const DAY_SECONDS = 86_400
export const VERSION = '/v25.0'

export interface InstagramBench {
  sandbox: TestSandbox
  token: string
  video: Buffer
  /** What the store of the videos answers. */
  serve(listener: RequestListener): void
  /** Every request that the store got. */
  fetched: IncomingMessage[]
  storeUrl(path: string): string
  graph(path: string, form?: Record<string, string>, bearer?: string): Promise<Reply>
  profile(change: Record<string, unknown>): Promise<unknown>
  create(more?: Record<string, string>): Promise<Reply>
  status(container: string): Promise<Reply>
  publish(container: string): Promise<Reply>
  /** The container's answer once it is processed or failed. */
  settled(container: string): Promise<Reply['json']>
  /** The id of a container that may be published. */
  finished(more?: Record<string, string>): Promise<string>
  close(): Promise<void>
}

/** A raw client of one account, and a store that its videos are fetched from. */
export async function openInstagram(login: 'instagram' | 'facebook' = 'instagram'): Promise<InstagramBench> {
  const sandbox = await openSandbox()
  const video = randomBytes(300_000)
  let listener: RequestListener = (_, response) => response.writeHead(200, { 'content-type': 'video/mp4' }).end(video)
  const fetched: IncomingMessage[] = []
  const store = createServer((request, response) => {
    fetched.push(request)
    listener(request, response)
  }).listen(0, '127.0.0.1')
  await once(store, 'listening')
  const account = { platform: 'INSTAGRAM', accountId: USER, username: 'mom', login }
  const { accessToken: token } = await sandbox.control('POST', '/accounts', account)
  const host = () => (login === 'facebook' ? sandbox.at().facebookUrl : sandbox.at().instagramUrl)
  const storeUrl = (path: string) => `http://127.0.0.1:${(store.address() as AddressInfo).port}${path}`
  const graph = (path: string, form?: Record<string, string>, bearer = token) =>
    sandbox.send(`${host()}${path}`, { form, token: bearer })
  const create = (more: Record<string, string> = {}) =>
    graph(`${VERSION}/${USER}/media`, {
      media_type: 'REELS',
      video_url: storeUrl('/video.mp4?signature=x'),
      caption: 'A reel',
      ...more,
    })
  const status = (container: string) => graph(`${VERSION}/${container}?fields=status_code,status`)
  const settled = async (container: string) => {
    const ask = async () => {
      await sandbox.advance(1)
      return (await status(container)).json
    }
    return until(ask, ({ status_code }) => status_code !== 'IN_PROGRESS')
  }
  return {
    sandbox,
    token,
    video,
    fetched,
    serve: (next) => (listener = next),
    storeUrl,
    graph,
    profile: (change) => sandbox.control('PATCH', `/accounts/instagram/${USER}`, change),
    create,
    status,
    publish: (container) => graph(`${VERSION}/${USER}/media_publish`, { creation_id: container }),
    settled,
    finished: async (more) => {
      const { id } = (await create(more)).json
      const { status_code } = await settled(id)
      if (status_code !== 'FINISHED') throw new Error(`container ${id} is ${status_code}`)
      return id
    },
    close: async () => {
      store.close().closeAllConnections()
      await sandbox.close()
    },
  }
}
