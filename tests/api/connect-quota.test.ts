import { nextPacificMidnightMs, pacificDay } from '../../src/domain/quota'
import { openConnectWorld, told, type ConnectWorld } from '../support/connect'

const WAY = { platform: 'youtube' } as const

let world: ConnectWorld

beforeAll(async () => {
  world = await openConnectWorld()
})
afterAll(() => world.close())

const today = () => pacificDay(world.api.clock.nowMs())
const dayRow = () => world.api.prisma.youTubeQuota.findUnique({ where: { date: today() } })
const questions = async () => (await world.sandbox.calls('channels.list')).length

test('connecting a channel takes one unit of the day', async () => {
  const [userId, account] = [await world.newUser(), await world.newAccount('YOUTUBE')]
  expect(told(await world.connect(userId, WAY, { account })).status).toBe('connected')
  expect(await dayRow()).toMatchObject({ used: 1, callUnits: 1 })
  expect(await world.sandbox.control('GET', '/quota/youtube')).toEqual({ units: 1 })
})

test('on a day without a unit left it is refused in the words of the quota, without a question, until tomorrow', async () => {
  const [userId, account] = [await world.newUser(), await world.newAccount('YOUTUBE')]
  await world.api.prisma.youTubeQuota.update({ where: { date: today() }, data: { closedAt: new Date() } })
  const asked = await questions()

  const page = await world.connect(userId, WAY, { account, returnTo: null })
  expect(page.status).toBe(503)
  expect(page.text).toContain('YouTube&#39;s quota of this Pacific day')
  expect(page.text).toContain('Open a new link to connect the account after midnight Pacific Time')
  expect(told(await world.connect(userId, WAY, { account }))).toEqual({
    status: 'failed',
    code: 'youtube-quota-exhausted',
  })
  expect(await questions()).toBe(asked)
  expect(await world.stored(userId, 'YOUTUBE')).toBeNull()

  world.api.clock.advance(nextPacificMidnightMs(world.api.clock.nowMs()) - world.api.clock.nowMs())
  expect(told(await world.connect(userId, WAY, { account })).status).toBe('connected')
})
