import { randomBytes } from 'node:crypto'
import { main } from '../../src/bin/ops'
import { runHere } from '../support/command'
import { openJobTable, type JobTable } from '../support/job-table'

let table: JobTable

beforeAll(async () => {
  table = await openJobTable()
  await table.prisma.platformConnection.update({
    where: { id: 'connection-TIKTOK' },
    data: { status: 'REVOKED', statusReason: 'revoked-at-platform', statusChangedAt: new Date('2026-03-01T10:00:00Z') },
  })
  await table.addJob('unconfirmed')
  await table.addJob('waiting-for-reconnect', { connectionId: 'connection-TIKTOK', platform: 'TIKTOK' })
  await table.addJob('failed', { failedAt: new Date(), errorCode: 'rights-claimed' })
  await table.prisma.webhookEndpoint.create({
    data: {
      ...{
        id: 'endpoint-1',
        principal: 'shop',
        url: 'https://hooks.example/in?token=hidden',
        events: [],
        secret: 'sealed',
      },
      ...{ createdAt: new Date(), disabledAt: new Date('2026-03-01T10:00:00Z'), disabledReason: 'failing' },
    },
  })
})
afterAll(() => table.close())

const NOWHERE = 'http://127.0.0.1:1'

/** Only the database answers. */
const env = () => ({
  ...{
    DATABASE_URL: table.url,
    TEMPORAL_ADDRESS: '127.0.0.1:1',
    TOKEN_KEYS: `test:${randomBytes(32).toString('base64')}`,
  },
  ...{ R2_ENDPOINT: NOWHERE, R2_BUCKET: 'videos', R2_ACCESS_KEY_ID: 'key', R2_SECRET_ACCESS_KEY: 'secret' },
})

const ops = (...args: string[]) => runHere(() => main(args, env()))

describe('ops status', () => {
  test('tells what answers, what is under way, has failed, and cannot be used', async () => {
    const { code, stdout } = await ops('status')
    expect(code).toBe(1)
    expect(stdout).toMatch(/^database: up, temporal: down, storage: down\nJobs under way:\n/)
    expect(stdout).toMatch(/\n {2}unconfirmed +YOUTUBE +1 /)
    expect(stdout).toContain('npm run ops -- jobs list --phase unconfirmed')
    expect(stdout).toMatch(/Failed in the last 24 hours:\n {2}rights-claimed +YOUTUBE +1\n/)
    expect(stdout).toMatch(/Accounts that cannot be used:\n {2}TIKTOK +REVOKED +revoked-at-platform +1\n/)
    expect(stdout).toContain('Webhook endpoints: 1 disabled, 0 failing')
    expect(stdout).toMatch(/\n {2}reconcile-publish-jobs +none yet\n/)
  })

  test('tells the same as one JSON document', async () => {
    const { stdout } = await ops('status', '--json')
    expect(JSON.parse(stdout)).toMatchObject({
      dependencies: { database: 'up', temporal: 'down', storage: 'down' },
      failures: [{ platform: 'YOUTUBE', errorCode: 'rights-claimed', count: 1 }],
      cooldowns: [],
      quota: { queue: { waiting: 0 } },
      connections: [{ platform: 'TIKTOK', status: 'REVOKED', statusReason: 'revoked-at-platform', count: 1 }],
      webhookEndpoints: { disabled: 1, failing: 0 },
    })
  })
})

test('ops connections tell an account with the jobs that wait for it, and no token', async () => {
  const listed = await ops('connections', 'list', '--status', 'REVOKED', '--json')
  expect(JSON.parse(listed.stdout)).toMatchObject({
    items: [{ id: 'connection-TIKTOK', status: 'REVOKED', health: { reason: 'revoked-at-platform', waitingJobs: 1 } }],
    nextCursor: null,
  })
  const { stdout } = await ops('connections', 'show', 'connection-TIKTOK')
  expect(stdout).toContain('REVOKED (revoked-at-platform) since 2026-03-01T10:00:00Z')
  expect(stdout).toContain('The user must connect the account again')
  expect(stdout + listed.stdout).not.toContain('sealed')
  expect(await ops('connections', 'show', 'none')).toMatchObject({
    code: 1,
    stderr: 'There is no connection "none".\n',
  })
  expect((await ops('connections', 'list', '--status', 'GONE')).stderr).toMatch(/^--status: Must be one of ACTIVE, /)
})

test('ops webhooks enable a disabled endpoint again, and tell neither its secret nor what its address hides', async () => {
  const { stdout } = await ops('webhooks', 'list')
  expect(stdout).toMatch(/endpoint-1 +https:\/\/hooks\.example\/in +disabled 2026-03-01T10:00:00Z \(failing\)/)
  expect(stdout).not.toMatch(/hidden|sealed/)
  expect((await ops('webhooks', 'redeliver', 'endpoint-1', '--yes')).stderr).toContain('webhooks enable endpoint-1')
  expect(await ops('webhooks', 'enable', 'endpoint-1', '--yes')).toMatchObject({
    code: 0,
    stdout: 'endpoint-1 is enabled.\n',
  })
  expect(await table.prisma.webhookEndpoint.findMany()).toMatchObject([{ disabledAt: null, disabledReason: null }])
  expect((await ops('webhooks', 'redeliver', 'endpoint-1', '--yes')).stdout).toBe('No message to it has failed.\n')
})
