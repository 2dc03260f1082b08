import { once } from 'node:events'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { choosePort, freePort } from '../../local/ports'

const wish = (standard: number) => ({ title: 'the API', setting: 'API_PORT', standard })
let holder: Server
let taken: number

beforeAll(async () => {
  holder = createServer().listen(0, '127.0.0.1')
  await once(holder, 'listening')
  taken = (holder.address() as AddressInfo).port
})
afterAll(() => holder.close())

test('the standard port is used while nobody has it', async () => {
  const free = await freePort()
  expect(await choosePort(wish(free), {})).toBe(free)
})

test('a taken standard port gives way to a free one', async () => {
  expect(await choosePort(wish(taken), {})).not.toBe(taken)
})

test('a taken port that is fixed by configuration is told in one sentence, with its variable', async () => {
  const choice = choosePort(wish(3000), { API_PORT: String(taken) })
  await expect(choice).rejects.toThrow(new RegExp(`Port ${taken}, which API_PORT fixes for the API, is taken`))
})

test.each(['http', '0', '70000', '80.5'])('%s is no port number', async (value) => {
  await expect(choosePort(wish(3000), { API_PORT: value })).rejects.toThrow('no port number')
})
