import {
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacket,
  EncodedVideoPacketSource,
  Input,
  BufferSource,
  MkvOutputFormat,
  MovOutputFormat,
  MP4,
  Mp4OutputFormat,
  Output,
  WebMOutputFormat,
  type AudioCodec,
  type Rotation,
  type VideoCodec,
} from 'mediabunny'
import { SAMPLE } from '../../local/sample/sample-video'

export interface MadeVideo {
  container: 'mp4' | 'mov' | 'webm' | 'mkv'
  /** Null: no picture at all. */
  videoCodec: VideoCodec | null
  audioCodec: AudioCodec | null
  width: number
  height: number
  rotation: Rotation
  frames: number
  frameRate: number
  bytesPerFrame: number
  /** Where the index of an MP4 or MOV lies. */
  index: 'first' | 'last' | 'fragmented'
  /** Frames are decoded in another order than they are shown in. */
  reordered: boolean
}

const USUAL: MadeVideo = {
  container: 'mp4',
  videoCodec: 'avc',
  audioCodec: null,
  width: 720,
  height: 1280,
  rotation: 0,
  frames: 90,
  frameRate: 30,
  bytesPerFrame: 100,
  index: 'first',
  reordered: false,
}

/** A container as an encoder makes it, with frames of zeros: nobody decodes them. */
export async function makeVideo(change: Partial<MadeVideo> = {}): Promise<Uint8Array> {
  const wanted = { ...USUAL, ...change }
  const target = new BufferTarget()
  const output = new Output({ format: formatOf(wanted), target })
  const video = wanted.videoCodec && new EncodedVideoPacketSource(wanted.videoCodec)
  const audio = wanted.audioCodec && new EncodedAudioPacketSource(wanted.audioCodec)
  if (video) output.addVideoTrack(video, { rotation: wanted.rotation })
  if (audio) output.addAudioTrack(audio)
  await output.start()
  if (video) await addFrames(video, wanted)
  if (audio) await addSound(audio, wanted)
  await output.finalize()
  return new Uint8Array(target.buffer ?? new ArrayBuffer(0))
}

function formatOf({ container, index }: MadeVideo) {
  const options = { fastStart: index === 'first' ? 'in-memory' : index === 'last' ? false : 'fragmented' } as const
  if (container === 'mp4') return new Mp4OutputFormat(options)
  if (container === 'mov') return new MovOutputFormat(options)
  return container === 'webm' ? new WebMOutputFormat() : new MkvOutputFormat()
}

async function addFrames(source: EncodedVideoPacketSource, wanted: MadeVideo): Promise<void> {
  const { videoCodec, frames, frameRate, bytesPerFrame, reordered } = wanted
  const config = {
    codec: CODEC_STRINGS[videoCodec ?? 'avc'] ?? '',
    codedWidth: wanted.width,
    codedHeight: wanted.height,
    ...(videoCodec === 'avc' && { description: await sampleDescription() }),
  }
  for (let number = 0; number < frames; number++) {
    // As with B-frames: each pair but the first frame is decoded the other way round.
    const shown = reordered && number > 0 ? number + (number % 2 === 1 ? 1 : -1) : number
    const packet = new EncodedPacket(
      new Uint8Array(bytesPerFrame),
      number === 0 ? 'key' : 'delta',
      shown / frameRate,
      1 / frameRate,
    )
    await source.add(packet, { decoderConfig: config })
  }
}

async function addSound(source: EncodedAudioPacketSource, { frames, frameRate, audioCodec }: MadeVideo): Promise<void> {
  const seconds = 0.02
  const config = {
    codec: audioCodec === 'aac' ? 'mp4a.40.2' : (audioCodec ?? ''),
    numberOfChannels: 2,
    sampleRate: 48_000,
    ...(audioCodec === 'aac' && { description: new Uint8Array([0x11, 0x90]) }),
    ...(audioCodec === 'opus' && { description: OPUS_HEAD }),
  }
  for (let at = 0; at < frames / frameRate; at += seconds)
    await source.add(new EncodedPacket(new Uint8Array(20), 'key', at, seconds), { decoderConfig: config })
}

const CODEC_STRINGS: Partial<Record<VideoCodec, string>> = {
  avc: 'avc1.42c01f',
  hevc: 'hvc1.1.6.L93.B0',
  vp8: 'vp8',
  vp9: 'vp09.00.31.08',
  av1: 'av01.0.05M.08',
}

const OPUS_HEAD = new Uint8Array([79, 112, 117, 115, 72, 101, 97, 100, 1, 2, 0, 0, 0x80, 0xbb, 0, 0, 0, 0, 0])

/** The parameter sets of the real video: a container carries them for its decoder. */
async function sampleDescription(): Promise<Uint8Array> {
  const input = new Input({ source: new BufferSource(SAMPLE.content), formats: [MP4] })
  const track = await input.getPrimaryVideoTrack()
  const description = (await track?.getDecoderConfig())?.description
  if (!(description instanceof Uint8Array)) throw new Error('The sample tells nothing to its decoder.')
  return description
}
