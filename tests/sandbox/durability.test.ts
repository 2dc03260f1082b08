import { randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { startSandbox } from '../../sandbox/start'
import { openSandbox, sha256, until, type TestSandbox } from './platform-sandbox'
import { MIB, tiktokClient } from './tiktok-client'

const video = randomBytes(11 * MIB)
const plan = { video_size: video.length, chunk_size: 5 * MIB, total_chunk_count: 2 }

let sandbox: TestSandbox
beforeEach(async () => {
  sandbox = await openSandbox()
})
afterEach(() => sandbox.close())

const uploadFiles = () => readdir(path.join(sandbox.dataDir, 'uploads'))

test('half an upload, its account, tokens and the virtual clock outlive a restart', async () => {
  const tiktok = await tiktokClient(sandbox)
  const { uploadUrl, publishId } = await tiktok.open(plan)
  await tiktok.put(uploadUrl, 0, video.subarray(0, 5 * MIB), video.length)
  await sandbox.advance(3500)
  await sandbox.restart()
  expect((await tiktok.status(publishId)).json.data.uploaded_bytes).toBe(5 * MIB)
  expect((await tiktok.put(uploadUrl, 5 * MIB, video.subarray(5 * MIB), video.length)).status).toBe(201)
  await sandbox.restart()
  expect(await sandbox.posts()).toMatchObject([{ bytes: video.length, sha256: sha256(video) }])
  expect((await sandbox.calls('chunk.put')).map(({ status }) => status)).toEqual([206, 201])
  expect(await uploadFiles()).toEqual([])
  const late = await tiktok.open(plan)
  await sandbox.advance(3600)
  expect((await tiktok.put(late.uploadUrl, 0, video.subarray(0, 5 * MIB), video.length)).status).toBe(403)
})

test('a chunk that the stop cut in two counts as not sent for TikTok', async () => {
  const tiktok = await tiktokClient(sandbox)
  const { uploadUrl, publishId } = await tiktok.open(plan)
  const half = endless(video.subarray(0, 2 * MIB))
  const cut = sandbox.send(uploadUrl, {
    method: 'PUT',
    headers: {
      'content-type': 'video/mp4',
      'content-length': String(5 * MIB),
      'content-range': `bytes 0-${5 * MIB - 1}/${video.length}`,
    },
    body: half,
  })
  const failing = expect(cut).rejects.toThrow()
  await until(uploadFiles, (files) => files.length === 1)
  await sandbox.restart()
  await failing
  expect((await tiktok.status(publishId)).json.data.uploaded_bytes).toBe(0)
  await tiktok.put(uploadUrl, 0, video.subarray(0, 5 * MIB), video.length)
  await tiktok.put(uploadUrl, 5 * MIB, video.subarray(5 * MIB), video.length)
  expect((await sandbox.posts()).map((post) => post.sha256)).toEqual([sha256(video)])
})

test('a frozen client does not keep its successor out', async () => {
  const tiktok = await tiktokClient(sandbox)
  const { uploadUrl } = await tiktok.open(plan)
  const frozen = sandbox.send(uploadUrl, {
    method: 'PUT',
    headers: {
      'content-type': 'video/mp4',
      'content-length': String(5 * MIB),
      'content-range': `bytes 0-${5 * MIB - 1}/${video.length}`,
    },
    body: endless(video.subarray(0, MIB)),
  })
  const cutOff = expect(frozen).rejects.toThrow()
  await until(uploadFiles, (files) => files.length === 1)
  expect((await tiktok.put(uploadUrl, 0, video.subarray(0, 5 * MIB), video.length)).status).toBe(206)
  await cutOff
  await tiktok.put(uploadUrl, 5 * MIB, video.subarray(5 * MIB), video.length)
  expect((await sandbox.posts()).map((post) => post.sha256)).toEqual([sha256(video)])
})

test('a large upload is not held in memory', async () => {
  const tiktok = await tiktokClient(sandbox)
  const chunkSize = 64 * MIB
  const size = 12 * chunkSize
  const { uploadUrl } = await tiktok.open({ video_size: size, chunk_size: chunkSize, total_chunk_count: 12 })
  const piece = Buffer.alloc(MIB, 7)
  const before = process.memoryUsage().arrayBuffers
  let peak = before
  for (let first = 0; first < size; first += chunkSize) {
    const { status } = await sandbox.send(uploadUrl, {
      method: 'PUT',
      headers: {
        'content-type': 'video/mp4',
        'content-length': String(chunkSize),
        'content-range': `bytes ${first}-${first + chunkSize - 1}/${size}`,
      },
      body: pieces(piece, chunkSize / MIB, () => (peak = Math.max(peak, process.memoryUsage().arrayBuffers))),
    })
    expect(status).toBe(first + chunkSize < size ? 206 : 201)
  }
  expect(peak - before).toBeLessThan(size / 2)
  expect((await sandbox.posts())[0]?.bytes).toBe(size)
})

test('a taken port is an error, and the state in the directory stays untouched', async () => {
  await tiktokClient(sandbox)
  const port = Number(new URL(sandbox.at().url).port)
  await expect(startSandbox({ dataDir: sandbox.dataDir, port })).rejects.toThrow('EADDRINUSE')
  await sandbox.restart()
  expect(
    (await (await tiktokClient(sandbox)).init({ video_size: 9, chunk_size: 9, total_chunk_count: 1 })).status,
  ).toBe(200)
})

/** A body that never ends by itself. */
async function* endless(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes
  await new Promise<never>(() => undefined)
}

function* pieces(piece: Buffer, count: number, onPiece: () => void): Generator<Buffer> {
  for (let sent = 0; sent < count; sent++) {
    yield piece
    onPiece()
  }
}
