import { parentPort } from 'node:worker_threads'
import {
  CustomSource,
  Input,
  Logging,
  LogLevel,
  MATROSKA,
  MP4,
  MPEG_TS,
  QTFF,
  UnsupportedInputFormatError,
  WEBM,
  type InputFormat,
  type InputTrack,
  type InputVideoTrack,
} from 'mediabunny'
import type { Reading, ToThread } from './thread-messages'

/**
 * The program of a thread that reads containers: the library lets a few bytes of a hostile file cost any time and memory, in
 * one go, and a thread can be ended. It imports nothing of ours, so that it runs compiled and from source alike.
 */

/** Enough to tell a rate. Matroska has no index of its frames: they are read, with the bytes between them. */
const PROBED_FRAMES = 64

/** What is told apart; the rest is no video. */
const FORMATS = [MP4, QTFF, WEBM, MATROSKA, MPEG_TS]

const NAMES = new Map<InputFormat, string>([
  [MP4, 'mp4'],
  [QTFF, 'mov'],
  [WEBM, 'webm'],
])

Logging.level = LogLevel.Silent

const pendingReads: ((bytes: Uint8Array) => void)[] = []

parentPort?.on('message', (message: ToThread) => {
  if (message.type === 'bytes') return pendingReads.shift()?.(message.bytes)
  pendingReads.length = 0
  void inspect(message.sizeBytes).then((reading) => parentPort?.postMessage({ type: 'done', reading }))
})
parentPort?.postMessage({ type: 'ready' })

/** Answered in the order of asking. */
function read(start: number, end: number): Promise<Uint8Array> {
  parentPort?.postMessage({ type: 'read', first: start, last: end - 1 })
  return new Promise((resolve) => pendingReads.push(resolve))
}

async function inspect(sizeBytes: number): Promise<Reading> {
  const input = new Input({ source: new CustomSource({ getSize: () => sizeBytes, read }), formats: FORMATS })
  try {
    return await readInput(input)
  } catch (error) {
    if (error instanceof UnsupportedInputFormatError) return { outcome: 'not-a-video' }
    return { outcome: 'unreadable' }
  } finally {
    input.dispose()
  }
}

async function readInput(input: Input): Promise<Reading> {
  const container = await input.getFormat()
  const format = NAMES.get(container)
  if (format === undefined) return { outcome: 'container-not-supported', container: container.name }
  const tracks = await input.getTracks()
  const video = await input.getPrimaryVideoTrack()
  if (!video) return { outcome: tracks.length === 0 ? 'unreadable' : 'no-video-track' }
  const audio = await input.getPrimaryAudioTrack()
  const durationSeconds = (await input.getDurationFromMetadata()) ?? (await input.computeDuration())
  return {
    outcome: 'read',
    inspection: {
      format,
      durationSeconds,
      width: Math.round(await video.getDisplayWidth()),
      height: Math.round(await video.getDisplayHeight()),
      videoCodec: await codecOf(video),
      audioCodec: audio && (await codecOf(audio)),
      frameRate: await frameRateOf(video, durationSeconds),
    },
  }
}

/** The library's name of the codec, or what the container itself calls it. */
async function codecOf(track: InputTrack): Promise<string> {
  const known = await track.getCodec()
  if (known) return known
  const named = await track.getInternalCodecId()
  return typeof named === 'string' && /^[\w.-]{1,32}$/.test(named.trim()) ? named.trim() : 'unknown'
}

async function frameRateOf(video: InputVideoTrack, durationSeconds: number): Promise<number> {
  const { averageFrameRate, probedPacketCount } = await video.computeFrameRateMetrics({
    targetPacketCount: PROBED_FRAMES,
  })
  const rate = probedPacketCount < 2 ? probedPacketCount / durationSeconds : averageFrameRate
  return Number(rate.toFixed(3))
}
