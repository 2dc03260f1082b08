import { createHash } from 'node:crypto'
import type { ProblemDetails } from '../../src/api/problems'
import type { PageLinkView } from '../../src/api/schemas/page-link'
import type { Prisma } from '../../src/generated/prisma/client'
import { createCreator, startTestApi, type TestApi } from '../support/api'
import { addReadings, createPost, type Reading } from '../support/post-table'

let api: TestApi
let creator: Awaited<ReturnType<typeof createCreator>>

beforeAll(async () => {
  api = await startTestApi()
})
beforeEach(async () => {
  creator = await createCreator(api.prisma)
})
afterAll(() => api.close())

async function post(readings: Reading[] = [], columns: Partial<Prisma.PublishedPostUncheckedCreateInput> = {}) {
  const publishedAt = new Date(api.clock.nowMs() - 28 * 3_600_000)
  const id = await createPost(api.prisma, creator, { publishedAt, ...columns })
  await addReadings(api.prisma, id, readings)
  return id
}

const link = <Body = PageLinkView>(id: string, body: object = {}, key?: string) =>
  api.send<Body>('POST', `/v1/posts/${id}/page-links`, { body, ...(key && { key }) })

async function open(url: string) {
  const response = await fetch(url, { headers: { accept: 'text/html' } })
  return { status: response.status, headers: response.headers, html: await response.text() }
}

const page = async (readings: Reading[] = [], columns: Partial<Prisma.PublishedPostUncheckedCreateInput> = {}) =>
  open((await link(await post(readings, columns))).body.url)

const READINGS: Reading[] = [
  ['2027-01-14T09:00Z', { views: 10, likes: 1 }],
  ['2027-01-14T10:00Z', { views: 1_234, likes: 5 }],
  ['2027-01-14T11:00Z', { likes: 6 }],
  ['2027-01-14T12:00Z', { views: 2_500, likes: 7 }],
]

describe('a page', () => {
  test('shows the post, its numbers, how they moved, and when they were brought', async () => {
    const { status, html } = await page(READINGS, {
      caption: 'Bedtime & more',
      hashtags: ['sleep'],
      url: 'https://www.tiktok.com/@mom/video/7',
      views: 2_500n,
      likes: 7n,
      lastSyncedAt: new Date('2027-01-14T12:10Z'),
      nextSyncAt: new Date('2027-01-15T18:10Z'),
    })
    expect(status).toBe(200)
    for (const text of [
      '<h1>Bedtime &amp; more</h1>',
      '#sleep',
      'published Jan 14, 2027, 08:00 UTC',
      'href="https://www.tiktok.com/@mom/video/7"',
      '<dd class="number">2,500</dd>',
      'The numbers were last brought Jan 14, 2027, 12:10 UTC. The next are brought about Jan 15, 2027, 18:10 UTC.',
      'From 10 on Jan 14, 2027, 09:00 to 2,500 on Jan 14, 2027, 12:00.',
      '<title>Jan 14, 2027, 10:00: 1,234</title>',
      '<td>+1,224</td>',
    ])
      expect(html).toContain(text)
    expect(html).toMatch(/Shares<\/dt>\s*<dd class="number">–<\/dd><dd class="change">not reported/)
  })

  test('loads and runs nothing, is in no cache or search engine, and tells nobody its address', async () => {
    const { headers, html } = await page(READINGS)
    const [, style = ''] = /<style>(.*)<\/style>/s.exec(html) ?? []
    const hash = createHash('sha256').update(style).digest('base64')
    expect(headers.get('content-security-policy')).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    )
    expect(headers.get('cache-control')).toBe('private, no-store')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('x-robots-tag')).toBe('noindex')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(html).not.toMatch(/<script|<img|<link|\son\w+=|\sstyle=/)
  })

  test('shows a hostile caption as it is written', async () => {
    const caption = `</title></style><script>alert(1)</script>" onload='x' &lt; <img src=x onerror=y>`
    const { html } = await page([], { caption, hashtags: ['<b>'] })
    expect(html).toContain(
      '<h1>&lt;/title&gt;&lt;/style&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot; onload=&#39;x&#39; &amp;lt; &lt;img src=x onerror=y&gt;</h1>',
    )
    expect(html).toContain('#&lt;b&gt;')
    expect(html).not.toMatch(/<script|<img/)
  })

  test.each(['javascript:alert(1)', 'http://plain.example/', 'data:text/html,x', null])(
    'leads to the platform only (%s)',
    async (url) => {
      expect((await page([], { url })).html).not.toContain('<a ')
    },
  )

  test.each([
    [0, 'No views have been told yet.'],
    [1, '10 on Jan 14, 2027, 09:00.'],
    [2, 'From 10 on Jan 14, 2027, 09:00 to 1,234 on Jan 14, 2027, 10:00.'],
  ])('can be looked at with %d readings', async (count, text) => {
    const { status, html } = await page(READINGS.slice(0, count))
    expect(status).toBe(200)
    expect(html).toContain(text)
    expect(html).not.toMatch(/NaN|Infinity|undefined/)
  })

  test('draws no line where nothing was reported', async () => {
    const { html } = await page(READINGS)
    const [line = ''] = /<g class="line">.*?<\/g>/s.exec(html) ?? []
    expect(line.match(/<path/g)).toHaveLength(2)
    expect(line.match(/class="dot"/g)).toHaveLength(1)
  })

  test('says what is wrong with the post and its numbers', async () => {
    const { html } = await page(READINGS, {
      unavailableAt: new Date('2027-01-15T10:00Z'),
      unavailableReason: 'deleted-at-platform',
      syncFailure: 'reconnect-required',
      nextSyncAt: null,
      archivedAt: new Date('2027-01-15T11:00Z'),
      url: 'https://www.tiktok.com/@mom/video/7',
    })
    expect(html).toContain('The post was deleted on TikTok. It was not found there from Jan 15, 2027, 10:00 UTC on')
    expect(html).toContain('the user has to connect the TikTok account again')
    expect(html).toContain('They are not brought any more.')
    expect(html).toContain('The post was archived Jan 15, 2027, 11:00 UTC.')
    expect(html).not.toContain('<a ')
  })

  test('is one document with two drawings of which each screen shows one, both told in words', async () => {
    const { html } = await page(READINGS)
    for (const name of ['wide', 'narrow']) {
      expect(html).toContain(`aria-labelledby="${name}-title ${name}-desc"`)
      expect(html).toContain(`<title id="${name}-title">Views over time</title>`)
    }
  })
})

describe('a link', () => {
  test('holds for a week, or for as long as it is asked for', async () => {
    const id = await post()
    const { status, headers, body } = await link(id)
    expect([status, body.expiresAt, headers.get('cache-control')]).toEqual([
      201,
      '2027-01-22T12:00:00.000Z',
      'no-store',
    ])
    expect((await link(id, { lifetimeSeconds: 60 })).body.expiresAt).toBe('2027-01-15T12:01:00.000Z')
  })

  test('is made with the scope read', async () => {
    const { status, body } = await link<ProblemDetails>(await post(), {}, await api.newKey(['publish']))
    expect([status, body.scope]).toEqual([403, 'read'])
  })

  test.each([59, 2_592_001, 1.5, '60', null])('for %j seconds is refused', async (lifetimeSeconds) => {
    const { status, body } = await link<ProblemDetails>(await post(), { lifetimeSeconds, forEver: true })
    expect(status).toBe(422)
    expect(body.errors?.map((error) => 'pointer' in error && error.pointer)).toEqual(['/lifetimeSeconds', '/forEver'])
  })

  test('to no post is 404', async () => {
    expect((await link('nobody')).status).toBe(404)
  })

  test('that has ended is told as ended, and a forged one as none, as pages', async () => {
    const { url } = (await link(await post(), { lifetimeSeconds: 60 })).body
    const forged = await open(url.replace(/.$/, (last) => (last === 'A' ? 'E' : 'A')))
    expect([forged.status, forged.html]).toEqual([404, expect.stringContaining('This link leads nowhere')])
    api.clock.advance(60_000)
    const ended = await open(url)
    expect([ended.status, ended.html]).toEqual([410, expect.stringContaining('This link has ended')])
    expect(ended.headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  test('to another post cannot be made of it', async () => {
    const [one, other] = [await post(), await post()]
    const { url } = (await link(one)).body
    expect((await open(url.replace(one, other))).status).toBe(404)
  })

  test.each(['being erased', 'erased', 'deleted here'])('ends where its post is %s', async (how) => {
    const id = await post()
    const { url } = (await link(id)).body
    const where = { id: creator.userId }
    if (how === 'being erased') await api.prisma.user.update({ where, data: { eraseRequestedAt: new Date() } })
    else if (how === 'erased') await api.prisma.user.delete({ where })
    else await api.prisma.publishedPost.update({ where: { id }, data: { deletedAt: new Date() } })
    expect((await open(url)).status).toBe(404)
    expect((await link(id)).status).toBe(404)
  })

  test('is in no log, whole, cut, or in capitals', async () => {
    const { url } = (await link(await post())).body
    const token = url.slice(url.lastIndexOf('/') + 1)
    for (const address of [url, url.slice(0, -1), url.replace('/p/', '/P/'), `${url}/more`]) await open(address)
    expect(api.logText()).toContain('/p/[redacted]')
    expect(api.logText()).not.toContain(token.slice(-43, -1))
  })
})
