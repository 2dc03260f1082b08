import type { ProblemDetails } from '../../src/api/problems'
import type { JobView, Receipts } from '../../src/api/schemas/publish-job'
import { createCreator, startTestApi, type TestApi } from '../support/api'

const YOUTUBE = { platform: 'YOUTUBE', options: { privacyStatus: 'private', madeForKids: false } }

let api: TestApi
let userId: string
let videoId: string

beforeAll(async () => {
  api = await startTestApi()
})
afterAll(() => api.close())
beforeEach(async () => {
  ;({ userId, videoId } = await createCreator(api.prisma))
})

const publish = <Body = Receipts>(extra: object = {}) =>
  api.send<Body>('POST', '/v1/publish-jobs', { body: { userId, videoId, targets: [YOUTUBE], ...extra } })

const change = (data: object) =>
  api.prisma.platformConnection.update({ where: { id: `${userId}-YOUTUBE` }, data, select: { id: true } })

async function refusal(): Promise<{ pointer?: string; code: string; message: string } | undefined> {
  const { status, body } = await publish<ProblemDetails>()
  expect(status).toBe(422)
  expect(body.errors).toHaveLength(1)
  return body.errors?.[0]
}

describe('how long a job waits for its user', () => {
  test.each([
    ['as the service is configured', undefined, null],
    ['as the request says', 7_200, 7_200],
    ['not at all', 0, 0],
    ['a month', 2_592_000, 2_592_000],
  ])('is %s, in its row and to whoever asks', async (_name, reconnectWaitSeconds, expected) => {
    const { status, body } = await publish({ reconnectWaitSeconds })
    expect(status).toBe(202)
    const jobId = String(body.jobs[0]?.jobId)
    expect(await api.prisma.publishJob.findUniqueOrThrow({ where: { jobId } })).toMatchObject({
      reconnectWaitSeconds: expected,
    })
    const job = await api.send<JobView>('GET', `/v1/publish-jobs/${jobId}`)
    expect(job.body).toMatchObject({ reconnectWaitSeconds: expected })
  })

  test.each([-1, 2_592_001, 1.5, '7200', null])('cannot be %p', async (reconnectWaitSeconds) => {
    const { status, body } = await publish<ProblemDetails>({ reconnectWaitSeconds })
    expect(status).toBe(422)
    expect(body.errors).toMatchObject([{ pointer: '/reconnectWaitSeconds' }])
  })
})

describe('an account that cannot be published to is refused with why, and what to do', () => {
  test.each([
    ['was refused by its platform', 'EXPIRED', 'reconnect-required', /no longer accepts.*connect the account again/],
    [
      'whose user removed the app',
      'REVOKED',
      'authorization-removed',
      /taken the permission back.*connect the account/,
    ],
    ['was disconnected here', 'REVOKED', 'disconnected', /disconnected here.*Connect it again/],
  ])('as one that %s', async (_name, status, statusReason, message) => {
    await change({ status, statusReason, statusChangedAt: new Date(api.clock.nowMs()) })
    expect(await refusal()).toMatchObject({
      pointer: '/targets/0/connectionId',
      code: 'connection-not-usable',
      message: expect.stringMatching(message),
    })
    expect(await api.prisma.publishJob.count({ where: { userId } })).toBe(0)
  })

  test('as one that lacks a permission, which is named', async () => {
    await change({ scopes: ['https://www.googleapis.com/auth/youtube.readonly'] })
    expect(await refusal()).toMatchObject({
      pointer: '/targets/0/connectionId',
      code: 'connection-lacks-permission',
      message: expect.stringMatching(/auth\/youtube\.upload.*grant every permission/),
    })
  })

  test('but not one whose permissions are not known', async () => {
    await change({ scopes: [] })
    expect((await publish()).status).toBe(202)
  })

  test('nor one whose last renewal has only failed', async () => {
    await change({ refreshFailure: 'no-answer', refreshFailedAt: new Date(api.clock.nowMs()), expiresAt: new Date(0) })
    expect((await publish()).status).toBe(202)
  })
})
