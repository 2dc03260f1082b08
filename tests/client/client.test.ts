import { randomBytes } from 'node:crypto'
import { createPublisher, PublisherError } from '../../client'
import { DOCUMENT_SHA256 } from '../../client/schema'
import { createCreator, startTestApi } from '../support/api'
import type { OpenApi } from '../support/answer-check'
import type { TestApi } from '../support/api'
import { sha256Of } from '../support/document-sha256'

let api: TestApi

beforeAll(async () => {
  api = await startTestApi()
})
afterAll(() => api.close())

/** Carries a request to the API, and loses so many of its first answers. */
function losing(answers: number) {
  const sent: string[] = []
  const send: typeof fetch = async (input, init) => {
    const request = new Request(input, init)
    sent.push(request.headers.get('idempotency-key') ?? 'none')
    const answer = await fetch(request)
    if (sent.length <= answers) throw new TypeError('the connection was lost')
    return answer
  }
  return { sent, send }
}

async function openClient(answers: number) {
  const { sent, send } = losing(answers)
  const apiKey = await api.newKey(['publish', 'read', 'accounts'])
  return { sent, publisher: createPublisher({ baseUrl: api.url, apiKey, fetch: send, backoffMs: 1 }) }
}

test('a publish whose answer is lost is sent again with the same key, and makes one job', async () => {
  const { userId, videoId } = await createCreator(api.prisma)
  const { sent, publisher } = await openClient(2)

  const receipts = await publisher.publish({ userId, videoId, targets: [{ platform: 'INSTAGRAM' }] })

  expect(receipts).toHaveLength(1)
  expect(await api.prisma.publishJob.count({ where: { userId } })).toBe(1)
  expect([sent.length, new Set(sent).size]).toEqual([3, 1])
})

test('what could happen twice is sent once', async () => {
  const { sent, publisher } = await openClient(1)
  const params = { path: { jobId: 'none' } }
  await expect(publisher.api.POST('/v1/publish-jobs/{jobId}/publish-now', { params })).rejects.toThrow('lost')
  expect(sent).toEqual(['none'])
})

test('a refusal is thrown with its code, its remedy and every violation', async () => {
  const { publisher } = await openClient(0)
  const refusal: unknown = await publisher
    .publish({ userId: 'nobody', videoId: 'none', targets: [{ platform: 'INSTAGRAM' }] })
    .catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(PublisherError)
  expect(refusal).toMatchObject({ status: 422, code: 'validation-failed', remedy: expect.any(String) })
  expect((refusal as PublisherError).errors.map(({ code }) => code)).toContain('user-not-found')
})

test('a file goes up in parts, the lost ones again, and is a video then', async () => {
  const { userId } = await createCreator(api.prisma)
  const { publisher } = await openClient(3)
  const file = new Blob([randomBytes(17 * 1024 ** 2)])

  const video = await publisher.uploadVideo(file, { userId, title: 'Bedtime', contentType: 'video/mp4' })

  expect(video).toMatchObject({ userId, status: 'PROCESSING', sizeBytes: file.size })
})

test('who waits for the end of a job is told of it by its events', async () => {
  const { userId, videoId } = await createCreator(api.prisma)
  const { publisher } = await openClient(0)
  const [receipt] = await publisher.publish({ userId, videoId, targets: [{ platform: 'INSTAGRAM' }] })
  const { jobId = '' } = receipt ?? {}

  const states: string[] = []
  for await (const event of publisher.followJob(jobId)) {
    if (event.event !== 'state') continue
    states.push(event.state.status)
    if (states.length > 1) continue
    const failure = { status: 'FAILED', phase: 'failed', failedAt: new Date(), errorCode: 'video-too-long' } as const
    await api.prisma.publishJob.update({ where: { jobId }, data: failure })
  }

  expect(states).toEqual(['PENDING', 'FAILED'])
  expect((await publisher.waitForEnd(jobId)).phase).toBe('failed')
})

test('the types of the client are made from the document as it is', async () => {
  const { body } = await api.send<OpenApi>('GET', '/openapi.json', { key: null })
  // Where this fails, `npm run generate:client` writes them anew.
  expect(DOCUMENT_SHA256).toBe(sha256Of(body))
})
