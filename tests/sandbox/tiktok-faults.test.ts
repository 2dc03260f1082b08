import { until } from '../support/until'
import { openSandbox, type Reply, type TestSandbox } from './platform-sandbox'
import { small, smallVideo, tiktokClient, type TikTokTestClient } from './tiktok-client'

let sandbox: TestSandbox
let tiktok: TikTokTestClient
beforeAll(async () => {
  sandbox = await openSandbox()
})
afterAll(() => sandbox.close())
beforeEach(async () => {
  await sandbox.control('POST', '/reset')
  tiktok = await tiktokClient(sandbox)
})

interface Operation {
  call: (publishId: string, uploadUrl: string) => Promise<Reply>
  /** Whether the call had its effect. Absent: it only reads. */
  hasEffect?: (publishId: string) => Promise<boolean>
  /** The code of a good answer's envelope; the upload host has none. */
  isBare?: true
}

const isCancelled = async (publishId: string) => (await tiktok.stateOf(publishId)).fail_reason === 'publish_cancelled'

/** The second init or draft of five that the inbox takes shows that the first was counted. */
const OPERATIONS: Record<string, Operation> = {
  'creator_info.query': { call: () => tiktok.creatorInfo() },
  'video.init': {
    call: () => tiktok.init(small),
    hasEffect: async () => {
      await tiktok.patch({ dailyPostCap: 2 })
      return (await tiktok.init(small)).status === 403
    },
  },
  'inbox.video.init': {
    call: () => tiktok.initDraft(),
    hasEffect: async () => {
      for (let draft = 1; draft <= 4; draft++) await tiktok.initDraft()
      return (await tiktok.initDraft()).status === 403
    },
  },
  'chunk.put': {
    call: (_, uploadUrl) => tiktok.put(uploadUrl, 0, smallVideo, 100),
    hasEffect: async () => (await sandbox.posts()).length === 1,
    isBare: true,
  },
  'status.fetch': { call: (publishId) => tiktok.status(publishId) },
  'post.cancel': { call: (publishId) => tiktok.cancel(publishId), hasEffect: isCancelled },
  'video.list': { call: () => tiktok.call('/v2/video/list/?fields=id') },
  'video.query': { call: () => tiktok.query('id', ['1']) },
  'user.info': { call: () => tiktok.user('open_id') },
}

/** What the caller sees, and whether the effect was applied. */
const KINDS = {
  'before-effect': { status: 503, code: 'internal_error', isApplied: false },
  'rate-limit': { status: 429, code: 'rate_limit_exceeded', isApplied: false },
  'html-error': { status: 502, code: null, isApplied: false },
  'drop-connection': { status: null, code: null, isApplied: false },
  'after-effect': { status: null, code: null, isApplied: true },
  truncate: { status: null, code: null, isApplied: true },
  slow: { status: 200, code: 'ok', isApplied: true },
}

const cases = Object.keys(OPERATIONS).flatMap((operation) =>
  Object.keys(KINDS).map((kind) => [operation, kind as keyof typeof KINDS] as const),
)

test.each(cases)('%s struck by %s', async (name, kind) => {
  const operation = OPERATIONS[name]
  const expected = KINDS[kind]
  const { publishId, uploadUrl } = await tiktok.open(small)
  await sandbox.control('POST', '/faults', { platform: 'TIKTOK', operation: name, kind, times: 1, delayMs: 50 })
  const reply = await operation?.call(publishId, uploadUrl).catch(() => null)

  if (expected.status === null) expect(reply).toBeNull()
  else if (operation?.isBare) expect(reply?.status).toBe(kind === 'slow' ? 201 : expected.status)
  else expect(reply).toMatchObject({ status: expected.status, ...(expected.code && { json: envelope(expected.code) }) })
  // A call whose connection was cut is logged after its caller has noticed.
  const struck = await until(async () => (await sandbox.calls(name)).at(-1))
  expect(struck).toMatchObject({ fault: kind, accountId: 'open-id-1' })
  if (operation?.hasEffect) expect(await operation.hasEffect(publishId)).toBe(expected.isApplied)
})

const envelope = (code: string) => ({ error: { code, log_id: expect.any(String) } })

test('no operation of TikTok is left out', async () => {
  const ask = (operation: string) =>
    sandbox.send(`${sandbox.at().url}/control/faults`, {
      json: { platform: 'TIKTOK', operation, kind: 'slow', times: 1, delayMs: 0 },
    })
  const [, known = ''] = /only (.*)"/.exec((await ask('nothing')).text) ?? []
  const own = known.split(', ').filter((operation) => !operation.startsWith('oauth.'))
  expect(own.sort()).toEqual(Object.keys(OPERATIONS).sort())
})
