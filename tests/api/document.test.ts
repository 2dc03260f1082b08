import { PROBLEMS } from '../../src/api/problems'
import { startTestApi } from '../support/api'
import type { TestApi } from '../support/api'

let api: TestApi
let document: OpenApi

/** Of the document, what the tests look at. */
interface OpenApi {
  openapi: string
  paths: Record<string, Record<string, { requestBody?: { content: Record<string, { example: unknown }> } }>>
  components: { schemas: Record<string, { properties: Record<string, unknown>; anyOf?: unknown[] }> }
}

beforeAll(async () => {
  api = await startTestApi()
  document = (await api.send<OpenApi>('GET', '/openapi.json', { key: null })).body
})
afterAll(() => api.close())

test('the document names every route', () => {
  expect(document.openapi).toBe('3.1.0')
  const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  expect(routes).toEqual([
    'POST /v1/publish-jobs',
    'GET /v1/publish-jobs',
    'GET /v1/publish-jobs/{jobId}',
    'PATCH /v1/publish-jobs/{jobId}',
    'POST /v1/publish-jobs/{jobId}/cancel',
    'POST /v1/publish-jobs/{jobId}/publish-now',
    'POST /v1/publish-jobs/{jobId}/retry',
    'POST /v1/publish-jobs/{jobId}/resolve',
    'PUT /v1/users/{id}',
    'GET /v1/users/{id}',
    'DELETE /v1/users/{id}',
    'GET /v1/connections',
    'GET /v1/connections/{id}',
    'DELETE /v1/connections/{id}',
    'POST /v1/connections/{platform}/authorize',
    'GET /v1/oauth/{platform}/start',
    'GET /v1/oauth/{platform}/callback',
    'POST /v1/videos',
    'GET /v1/videos',
    'POST /v1/videos/{id}/upload-parts',
    'POST /v1/videos/{id}/complete',
    'GET /v1/videos/{id}',
    'DELETE /v1/videos/{id}',
    'POST /v1/videos/{id}/download-links',
    'GET /v1/posts',
    'GET /v1/posts/{id}',
    'GET /v1/posts/{id}/metrics',
    'POST /v1/posts/{id}/page-links',
    'GET /p/{token}',
    'GET /v1/metrics/totals',
    'POST /v1/posts/sync',
    'GET /v1/quotas/youtube',
    'GET /v1/cooldowns',
    'POST /v1/pauses',
    'DELETE /v1/pauses/{id}',
    'GET /v1/maintenance',
    'GET /healthz',
    'GET /readyz',
    'POST /v1/webhooks/tiktok',
    'POST /v1/webhooks/instagram',
  ])
})

test('every reference of the document leads somewhere', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1])
  expect(references.length).toBeGreaterThan(20)
  for (const reference of references) {
    const [, kind = '', name = ''] = /^#\/components\/(\w+)\/([\w-]+)$/.exec(String(reference)) ?? []
    expect(document.components).toHaveProperty([kind, name])
  }
})

test('each platform’s options are in the document as its own rules check them', () => {
  expect(document.components.schemas.TIKTOK_OPTIONS?.properties).toHaveProperty('privacyLevel')
  expect(document.components.schemas.PlatformOptions?.anyOf).toHaveLength(3)
})

test('the example of the document is accepted up to what it cannot know', async () => {
  const example = document.paths['/v1/publish-jobs']?.post?.requestBody?.content['application/json']?.example
  const { body } = await api.send('POST', '/v1/publish-jobs', { body: example })
  const codes = new Set(body.errors?.map((error) => error.code))
  expect(codes).toEqual(new Set(['user-not-found', 'video-not-found', 'connection-not-found']))
})

test.each(Object.keys(PROBLEMS))('the problem type /problems/%s can be looked up', async (code) => {
  const { status, body } = await api.send('GET', `/problems/${code}`, { key: null })
  expect(status).toBe(200)
  expect(body.code).toBe(code)
  expect(body.remedy).not.toBe('')
})

test('the docs page comes from this process alone', async () => {
  const page = await fetch(`${api.url}/docs/`)
  const html = await page.text()
  expect(page.status).toBe(200)
  expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\//)
  const initializer = await fetch(`${api.url}/docs/swagger-initializer.js`)
  expect(await initializer.text()).toContain("url: '/openapi.json'")
  expect((await fetch(`${api.url}/docs/swagger-ui-bundle.js`, { method: 'HEAD' })).status).toBe(200)
})

test('readiness names what is down, also what gives no answer; liveness does not ask', async () => {
  expect((await api.send('GET', '/readyz', { key: null })).body).toEqual({
    status: 'ready',
    dependencies: { database: 'up' },
  })
  api.checks.temporal = () => Promise.reject(new Error('refused'))
  api.checks.storage = () => new Promise(() => {})

  const { status, body } = await api.send('GET', '/readyz', { key: null })

  expect([status, body.code]).toEqual([503, 'not-ready'])
  expect(body.dependencies).toEqual({ database: 'up', temporal: 'down', storage: 'down' })
  expect((await api.send('GET', '/healthz', { key: null })).body).toEqual({ status: 'ok' })
})
