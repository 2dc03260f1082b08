import { byService } from './publish'
import type { Scene } from './scene'

interface Operation {
  responses: Record<string, { content?: Record<string, unknown> }>
  /** Absent where there are none. */
  parameters?: { name: string; in: string }[]
}

interface Document {
  paths: Record<string, { get?: Operation }>
}

/** What a browser is sent to: hops of a connect, and the page behind a link. */
const BY_BROWSER = /^\/(v1\/oauth|p)\//

/**
 * Reads everything that the API tells of the user, by every GET of its own document.
 * @throws where a route cannot be called, as one of a new kind: then it needs a line here
 */
export async function readAll(scene: Scene, jobIds: string[]): Promise<void> {
  const { caller, world } = scene
  const { userId, prisma } = world
  const idsOf = async (rows: Promise<{ id: string }[]>) => (await rows).map(({ id }) => id)
  const ids: Record<string, string[]> = {
    'publish-jobs': jobIds,
    users: [userId],
    connections: await idsOf(prisma.platformConnection.findMany({ select: { id: true } })),
    posts: await idsOf(prisma.publishedPost.findMany({ select: { id: true } })),
    videos: await idsOf(prisma.video.findMany({ select: { id: true } })),
    bullmq: jobIds,
    'webhook-endpoints': await idsOf(prisma.webhookEndpoint.findMany({ select: { id: true } })),
  }
  const { id: messageId } = await prisma.webhookMessage.findFirstOrThrow({ select: { id: true } })
  const document = await caller.call('GET', '/openapi.json')
  for (const [path, { get }] of Object.entries((JSON.parse(document.body) as Document).paths)) {
    if (!get || BY_BROWSER.test(path)) continue
    const [, , collection = ''] = path.split('/')
    const query = (get.parameters ?? []).some(({ name, in: place }) => place === 'query' && name === 'userId')
    const ofOne = path.replace('{messageId}', messageId)
    const known = isStream(get) ? await endedOf(scene) : (ids[collection] ?? [])
    const named = path.includes('{') ? known.map((id) => ofOne.replace(/\{\w+\}/, id)) : [path]
    if (named.length === 0) throw new Error(`Nothing is known to be read at ${path}`)
    for (const address of named) {
      const answer = await caller.call('GET', query ? `${address}?userId=${userId}` : address, {
        headers: byService(scene),
      })
      if (answer.status !== 200) throw new Error(`${address} answered ${answer.status}: ${answer.body}`)
    }
  }
  for (const id of ids.posts ?? []) await showPage(scene, id)
  for (const path of ['/healthz', '/readyz', '/docs/']) await caller.call('GET', path)
}

/** One that goes on until what it tells of has ended. */
const isStream = ({ responses }: Operation): boolean => 'text/event-stream' in (responses['200']?.content ?? {})

async function endedOf({ world: { prisma } }: Scene): Promise<string[]> {
  const jobs = await prisma.publishJob.findMany({
    where: { status: { in: ['COMPLETED', 'FAILED'] } },
    select: { jobId: true },
  })
  return jobs.map(({ jobId }) => jobId)
}

/** Opens a link to a page as it is, and cut as a mail may have it. Its signature is the secret: ids are everywhere. */
async function showPage(scene: Scene, postId: string): Promise<void> {
  const { caller } = scene
  const answer = await caller.call('POST', `/v1/posts/${postId}/page-links`, { headers: byService(scene), body: {} })
  const { pathname } = new URL((JSON.parse(answer.body) as { url: string }).url)
  scene.keepSecret({ kind: 'page link', value: pathname.slice(pathname.lastIndexOf('.') + 1) })
  const page = await caller.call('GET', pathname)
  if (page.status !== 200) throw new Error(`The page of a post answered ${page.status}`)
  await caller.call('GET', pathname.slice(0, -1))
}
