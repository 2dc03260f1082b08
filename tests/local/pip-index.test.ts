import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileInIndex, indexUrls } from '../../local/tools/pip-index'

const never = new AbortController().signal
let server: Server
let index: string
let authorization: string | undefined

beforeAll(async () => {
  server = createServer((request, response) => {
    authorization = request.headers.authorization
    if (request.url !== '/simple/example-bin/') return response.writeHead(404).end()
    response.end('<a href="../../files/example_bin-1.0-py3-none-any.whl?a=1&amp;b=2#sha256=00">example</a>')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  index = `127.0.0.1:${(server.address() as AddressInfo).port}/simple`
})
afterAll(() => server.close())

test('a file is found by the listing of an index, its relative address made whole', async () => {
  const url = await fileInIndex(`http://${index}`, 'example_bin', 'example_bin-1.0-py3-none-any.whl', never)
  expect(url.pathname + url.search).toBe('/files/example_bin-1.0-py3-none-any.whl?a=1&b=2')
})

test("an index's login goes into a header, never into an address", async () => {
  await fileInIndex(`http://me:p%40ss@${index}`, 'example_bin', 'example_bin-1.0-py3-none-any.whl', never)
  expect(authorization).toBe(`Basic ${Buffer.from('me:p@ss').toString('base64')}`)
})

test('an index without the file is named without its login', async () => {
  const search = fileInIndex(`http://me:secret@${index}`, 'example_bin', 'other.whl', never)
  await expect(search).rejects.toThrow(/^127\.0\.0\.1:\d+ has no other\.whl$/)
})

test('the index that pip is told to use comes first', async () => {
  const [first] = await indexUrls({ ...process.env, PIP_INDEX_URL: 'http://mirror.example/simple' })
  expect(first).toBe('http://mirror.example/simple')
})
