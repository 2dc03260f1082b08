import { openSandbox, sha256, type TestSandbox } from './platform-sandbox'
import { reasonOf, youtubeChannel, type YouTubeChannel } from './youtube-channel'

let sandbox: TestSandbox
let channel: YouTubeChannel

beforeEach(async () => {
  sandbox = await openSandbox()
  channel = await youtubeChannel(sandbox)
})
afterEach(() => sandbox.close())

describe('a thumbnail', () => {
  const png = Buffer.from('\x89PNG\r\n\x1a\n--not-a-boundary\r\n\r\n', 'latin1')
  const stored = async () => (await sandbox.calls('thumbnails.set')).at(-1)?.status

  test('is taken as one body and as a part of two', async () => {
    const id = await channel.upload()
    expect(await channel.show(id, 'contentDetails')).toMatchObject({ hasCustomThumbnail: false })
    expect((await channel.setThumbnail(id, png, 'image/png')).json.items).toHaveLength(1)
    expect((await sandbox.calls('thumbnails.set'))[0]?.requestSha256).toBe(sha256(png))
    expect(await channel.show(id, 'contentDetails')).toMatchObject({ hasCustomThumbnail: true })
    const parts = [
      Buffer.from('--cut\r\ncontent-type: application/json\r\n\r\n{}\r\n--cut\r\ncontent-type: image/png\r\n\r\n'),
      png,
      Buffer.from('\r\n--cut--'),
    ]
    const whole = Buffer.concat(parts)
    expect((await channel.setThumbnail(id, whole, 'multipart/related; boundary=cut', 'multipart')).status).toBe(200)
    expect(await stored()).toBe(200)
  })

  test('is refused over 50 MB, without bytes, as another type, and for what is not one’s own', async () => {
    const id = await channel.upload()
    const large = await channel.setThumbnail(id, Buffer.alloc(50 * 1024 ** 2 + 1))
    expect([large.status, reasonOf(large)]).toEqual([413, 'uploadTooLarge'])
    expect(reasonOf(await channel.setThumbnail(id, Buffer.alloc(0)))).toBe('mediaBodyRequired')
    expect(reasonOf(await channel.setThumbnail(id, png, 'image/gif'))).toBe('badContent')
    expect(reasonOf(await channel.setThumbnail('unknown', png))).toBe('videoNotFound')
    expect(await channel.show(id, 'contentDetails')).toMatchObject({ hasCustomThumbnail: false })
  })

  test('is refused to an unverified channel, and to one that has set too many', async () => {
    const id = await channel.upload()
    await channel.patch({ thumbnailCap: 1 })
    await channel.setThumbnail(id, png)
    const limited = await channel.setThumbnail(id, png)
    expect([limited.status, reasonOf(limited)]).toEqual([429, 'uploadRateLimitExceeded'])
    await channel.patch({ verified: false })
    expect(reasonOf(await channel.setThumbnail(id, png))).toBe('forbidden')
  })
})
