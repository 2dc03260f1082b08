import { until } from '../support/until'
import { FAULT_KINDS } from '../../sandbox/kernel/faults'
import { openInstagram, USER, VERSION, type InstagramBench } from './instagram-client'
import type { Reply } from './platform-sandbox'

let facebook: InstagramBench
let container: string
let mediaId: string

beforeAll(async () => {
  facebook = await openInstagram('facebook')
  mediaId = (await facebook.publish(await facebook.finished())).json.id
  container = (await facebook.graph(`${VERSION}/${USER}/media`, RESUMABLE)).json.id
})
afterAll(() => facebook.close())
afterEach(() => facebook.sandbox.control('DELETE', '/faults'))

const RESUMABLE = { media_type: 'REELS', upload_type: 'resumable' }

/** Each operation by a call of it. */
const CALLS: Record<string, () => Promise<Reply>> = {
  'me.get': () => facebook.graph(`${VERSION}/me`),
  'publishing_limit.get': () => facebook.graph(`${VERSION}/${USER}/content_publishing_limit`),
  'media.create': () => facebook.create(),
  'media.list': () => facebook.graph(`${VERSION}/${USER}/media`),
  'media.publish': () => facebook.publish(container),
  'media.get': () => facebook.graph(`${VERSION}/${mediaId}`),
  'media.insights': () => facebook.graph(`${VERSION}/${mediaId}/insights?metric=views`),
  'container.get': () => facebook.status(container),
  'rupload.post': () =>
    facebook.sandbox.send(`${facebook.sandbox.at().ruploadUrl}/ig-api-upload${VERSION}/${container}`, {
      method: 'POST',
      headers: { authorization: `OAuth ${facebook.token}`, offset: '0', file_size: '4' },
      body: Buffer.from('film'),
    }),
}

const NO_ANSWER = ['after-effect', 'drop-connection', 'truncate']
/** A slow answer is the operation's own: here a good one or a refusal. */
const STATUS: Record<string, number[]> = {
  slow: [200, 400],
  'before-effect': [503],
  'rate-limit': [429],
  'html-error': [502],
}

const each = Object.keys(CALLS).flatMap((operation) => FAULT_KINDS.map((kind) => [operation, kind] as const))

test.each(each)('%s is struck by %s', async (operation, kind) => {
  const { sandbox } = facebook
  const fault = { platform: 'INSTAGRAM', operation, kind, times: 1, delayMs: 1 }
  await sandbox.control('POST', '/faults', fault)
  const call = CALLS[operation]
  if (!call) throw new Error(`no call of ${operation}`)
  if (NO_ANSWER.includes(kind)) await expect(call()).rejects.toThrow()
  else expect(STATUS[kind]).toContain((await call()).status)
  // A call whose connection was cut is logged after its caller has noticed.
  await until(async () => (await sandbox.calls(operation)).at(-1)?.fault === kind)
})
