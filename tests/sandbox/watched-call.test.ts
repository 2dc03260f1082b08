import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { CallMoment, WatchedCall } from '../../sandbox/kernel/watched-call'
import { startSandbox, type Sandbox } from '../../sandbox/start'

const TOKEN = 'a-token'

let dataDir: string
let sandbox: Sandbox
let seen: [WatchedCall, CallMoment][]
/** What the watcher waits for at a moment. */
let hold: (moment: CallMoment) => Promise<void>

beforeEach(async () => {
  seen = []
  hold = () => Promise.resolve()
  dataDir = await mkdtemp(path.join(tmpdir(), 'publisher-sandbox-'))
  const onCall = (call: WatchedCall, moment: CallMoment) => {
    seen.push([call, moment])
    return hold(moment)
  }
  sandbox = await startSandbox({ dataDir, port: 0, onCall })
  await control('accounts', {
    platform: 'INSTAGRAM',
    accountId: '17840000000000001',
    username: 'a',
    accessToken: TOKEN,
  })
})

afterEach(async () => {
  await sandbox.stop()
  await rm(dataDir, { recursive: true })
})

const control = (call: string, json: unknown) =>
  fetch(`${sandbox.url}/control/${call}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(json),
  })

const me = async () =>
  (await fetch(`${sandbox.instagramUrl}/v25.0/me?fields=username`, { headers: { authorization: `Bearer ${TOKEN}` } }))
    .status

test('a call is seen when it has arrived and once it is done, as one call with its name and account', async () => {
  expect(await me()).toBe(200)
  expect(seen.map(([, moment]) => moment)).toEqual(['arrived', 'done'])
  expect(seen[0]?.[0]).toBe(seen[1]?.[0])
  expect(seen[0]?.[0]).toMatchObject({ platform: 'INSTAGRAM', operation: 'me.get', accountId: '17840000000000001' })
})

test.each(['arrived', 'done'] as const)('a call that is held as %s has no answer until it is let go', async (held) => {
  let letGo = () => undefined as void
  const reached = new Promise<void>((resolve) => {
    hold = (moment) => (moment === held ? new Promise((release) => resolve(void (letGo = release))) : Promise.resolve())
  })
  let answered = false
  const answer = me().finally(() => (answered = true))
  await reached
  hold = () => Promise.resolve()
  expect(await me()).toBe(200)
  expect(answered).toBe(false)
  letGo()
  expect(await answer).toBe(200)
})

test('a fault that skips calls strikes the one after them, whatever other fault strikes before', async () => {
  const fault = { platform: 'INSTAGRAM', operation: 'me.get', kind: 'before-effect', times: 1 }
  await control('faults', { ...fault, status: 500 })
  await control('faults', { ...fault, status: 502, skip: 2 })
  expect([await me(), await me(), await me(), await me()]).toEqual([500, 200, 502, 200])
})
