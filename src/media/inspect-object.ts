import type { Inspection, InspectObject } from '../domain/ports/inspection'
import { createBlockReader, type ReadRange } from './block-reader'
import { startContainerThread, type ContainerThread } from './container-thread'
import { containerNotSupported, DAMAGED, NO_VIDEO_TRACK, NOT_A_VIDEO, refused } from './faults'
import type { Reading } from './thread-messages'
import { createTurns } from './turns'
import { checkWhole } from './whole-file'

/** Threads of one process. A file that takes long keeps one of them. */
const AT_ONCE = 2

/** Of a thread without asking for bytes: the index of eight hours took ten seconds on a busy machine. */
const MAX_THOUGHT_MS = 30_000

/** A container's numbers are what its maker says: beyond these they are no statement about a video. */
const MAX_DURATION_SECONDS = 7 * 86_400
const MAX_SIDE_PIXELS = 65_535
const MAX_FRAME_RATE = 10_000

/**
 * Reads what a container says, by ranged reads and without decoding; bytes, memory and time are bounded, whatever the file.
 * The function throws PublishError: of category `media` where the file is at fault, else what its source has thrown.
 */
export function createInspector(maxThoughtMs = MAX_THOUGHT_MS): InspectObject {
  const inTurn = createTurns(AT_ONCE)
  const idle: ContainerThread[] = []

  async function readContainer(sizeBytes: number, read: ReadRange): Promise<Reading> {
    const thread = idle.pop() ?? (await startContainerThread(maxThoughtMs))
    try {
      return await thread.inspect(sizeBytes, read)
    } finally {
      if (thread.isUsable()) idle.push(thread)
    }
  }

  return (source, signal) =>
    inTurn(async () => {
      const read = createBlockReader(source, signal)
      await checkWhole(read, source.sizeBytes)
      return verdictOf(await readContainer(source.sizeBytes, read))
    })
}

/** @throws PublishError of category `media` */
function verdictOf(reading: Reading): Inspection {
  switch (reading.outcome) {
    case 'not-a-video':
      throw refused(NOT_A_VIDEO)
    case 'container-not-supported':
      throw refused(containerNotSupported(reading.container))
    case 'no-video-track':
      throw refused(NO_VIDEO_TRACK)
    case 'unreadable':
      throw refused(DAMAGED)
    case 'read':
      if (!isPlausible(reading.inspection)) throw refused(DAMAGED)
      return reading.inspection
  }
}

const isPlausible = ({ durationSeconds, width, height, frameRate }: Inspection): boolean =>
  isWithin(durationSeconds, MAX_DURATION_SECONDS) &&
  isWithin(width, MAX_SIDE_PIXELS) &&
  isWithin(height, MAX_SIDE_PIXELS) &&
  isWithin(frameRate, MAX_FRAME_RATE)

/** NaN and what is infinite are not. */
const isWithin = (value: number, max: number): boolean => value > 0 && value <= max
