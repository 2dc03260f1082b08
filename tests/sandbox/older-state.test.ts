import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { closeWorld, openWorld } from '../../sandbox/kernel/world'

test('an account that an older sandbox left keeps what was set, and gets what it lacks', async () => {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'publisher-sandbox-'))
  const profile = { banned: true }
  const account = {
    platform: 'YOUTUBE',
    accountId: 'UC1',
    username: 'mom',
    profile,
    accessTokens: [],
    refreshTokens: [],
  }
  await writeFile(path.join(dataDir, 'state.json'), JSON.stringify({ accounts: [account] }))
  const world = await openWorld(dataDir)
  const { scopes, ...kept } = world.accounts.find('YOUTUBE', 'UC1')?.profile ?? { scopes: [] }
  expect(kept).toMatchObject({ banned: true, channelTitle: 'mom', revoked: false })
  expect(scopes).toContain('https://www.googleapis.com/auth/youtube.upload')
  await closeWorld(world)
  await rm(dataDir, { recursive: true })
})
