import { Ajv2020 } from 'ajv/dist/2020'
import addFormats from 'ajv-formats'
import { PROBLEMS } from '../../src/api/problems'
import { startTestApi } from '../support/api'
import type { OpenApi, Operation } from '../support/answer-check'
import type { TestApi } from '../support/api'

let api: TestApi
let document: OpenApi

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
    'GET /v1/publish-jobs/{jobId}/events',
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
    'POST /v1/webhook-endpoints',
    'GET /v1/webhook-endpoints',
    'GET /v1/webhook-endpoints/{id}',
    'PATCH /v1/webhook-endpoints/{id}',
    'DELETE /v1/webhook-endpoints/{id}',
    'POST /v1/webhook-endpoints/{id}/rotate-secret',
    'POST /v1/webhook-endpoints/{id}/test',
    'GET /v1/webhook-endpoints/{id}/messages',
    'GET /v1/webhook-endpoints/{id}/messages/{messageId}',
    'POST /v1/webhook-endpoints/{id}/messages/{messageId}/redeliver',
    'GET /v1/quotas/youtube',
    'GET /v1/cooldowns',
    'POST /v1/pauses',
    'DELETE /v1/pauses/{id}',
    'GET /v1/bullmq/jobs',
    'GET /v1/bullmq/jobs/{jobId}',
    'GET /v1/bullmq/counts',
    'GET /v1/maintenance',
    'GET /v1/task-queues',
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
    const [, kind = '', name = ''] = /^#\/components\/(\w+)\/([\w.-]+)$/.exec(String(reference)) ?? []
    expect(document.components).toHaveProperty([kind, name])
  }
})

test('each platform’s options are in the document as its own rules check them', () => {
  expect(document.components.schemas.TIKTOK_OPTIONS?.properties).toHaveProperty('privacyLevel')
  expect(document.components.schemas.PlatformOptions?.anyOf).toHaveLength(3)
})

const operations = (): Operation[] => Object.values(document.paths).flatMap((methods) => Object.values(methods))

test('every operation has a name of its own', () => {
  const names = operations().map(({ operationId }) => operationId)
  expect(names).toEqual([...new Set(names)])
})

test('every example is as its own schema says', () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats.default(ajv)
  ajv.addSchema(document, 'document')
  const faults: string[] = []
  let examples = 0
  visit(document, '', (node, pointer) => {
    const { schema, example, examples: several } = node
    const pairs = isObject(schema) && 'example' in node ? [[`${pointer}/schema`, example]] : []
    const own = Array.isArray(several) ? several.map((value: unknown) => [pointer, value]) : []
    for (const [at, value] of [...pairs, ...own]) {
      examples += 1
      const validate = ajv.compile({ $ref: `document#${encodeURI(String(at))}` })
      if (!validate(value)) faults.push(`${String(at)} ${ajv.errorsText(validate.errors)} ${JSON.stringify(value)}`)
    }
  })
  expect(faults).toEqual([])
  expect(examples).toBeGreaterThan(200)
})

test('everything that a request may carry is bounded, and refuses what it does not know', () => {
  const faults: string[] = []
  const seen = new Set<string>()
  const follow = (node: Json, pointer: string) =>
    visit(node, pointer, (schema, at) => {
      const { $ref: reference } = schema
      if (typeof reference === 'string' && !seen.has(reference)) {
        seen.add(reference)
        const component = document.components.schemas[reference.split('/').at(-1) ?? '']
        if (component) follow(component, reference)
      }
      if (!isBounded(schema)) faults.push(`${at} ${JSON.stringify(schema).slice(0, 200)}`)
    })
  for (const { operationId, parameters = [], requestBody } of operations()) {
    for (const { name, schema } of parameters) follow(schema, `${operationId} ${name}`)
    const json = requestBody?.content['application/json']
    if (json) follow(json.schema, operationId)
  }
  expect(faults).toEqual([])
})

type Json = Record<string, unknown>

const isObject = (node: unknown): node is Json => node instanceof Object && !Array.isArray(node)

/** Calls back with every object of a document but those that are values. */
function visit(node: unknown, pointer: string, tell: (node: Json, pointer: string) => void): void {
  if (isObject(node)) tell(node, pointer)
  if (!(node instanceof Object)) return
  for (const [name, member] of Object.entries(node)) {
    const step = name.replaceAll('~', '~0').replaceAll('/', '~1')
    if (!VALUES.has(name)) visit(member, `${pointer}/${step}`, tell)
  }
}

const VALUES = new Set(['example', 'examples', 'default', 'const', 'enum', 'required'])

/** Whether a schema says how long, how many, how much or which. */
function isBounded(schema: Json): boolean {
  if ('enum' in schema || 'const' in schema) return true
  const types = [schema.type].flat()
  return (
    (!types.includes('string') || 'maxLength' in schema || 'format' in schema || isClosedPattern(schema.pattern)) &&
    (!types.includes('array') || 'maxItems' in schema) &&
    (!(types.includes('integer') || types.includes('number')) ||
      (('minimum' in schema || 'exclusiveMinimum' in schema) &&
        ('maximum' in schema || 'exclusiveMaximum' in schema))) &&
    (!types.includes('object') || schema.additionalProperties === false)
  )
}

/** Anchored, and outside of classes without anything that may be repeated without end. */
const isClosedPattern = (pattern: unknown) =>
  typeof pattern === 'string' && /^\^.*\$$/.test(pattern) && !/[*+]|,\}/.test(pattern.replaceAll(/\[[^\]]*\]/g, ''))

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

test('readiness names what is down, also what gives no answer, and hangs on the database alone; liveness does not ask', async () => {
  expect((await api.send('GET', '/readyz', { key: null })).body).toEqual({
    status: 'ready',
    dependencies: { database: 'up' },
  })
  api.checks.temporal = () => Promise.reject(new Error('refused'))
  api.checks.storage = () => new Promise(() => {})

  const degraded = await api.send('GET', '/readyz', { key: null })
  expect([degraded.status, degraded.body.status]).toEqual([200, 'degraded'])
  expect(degraded.body.dependencies).toEqual({ database: 'up', temporal: 'down', storage: 'down' })

  api.checks.database = () => Promise.reject(new Error('refused'))
  const { status, body } = await api.send('GET', '/readyz', { key: null })
  expect([status, body.code]).toEqual([503, 'not-ready'])
  expect(body.dependencies).toEqual({ database: 'down', temporal: 'down', storage: 'down' })
  expect((await api.send('GET', '/healthz', { key: null })).body).toEqual({ status: 'ok' })
})
