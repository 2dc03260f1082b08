import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { ReadRange } from './block-reader'
import { DAMAGED, refused, TOO_COSTLY } from './faults'
import type { FromThread, Reading, ToThread } from './thread-messages'

/** The index of many hours, taken apart into its frames. */
const MAX_HEAP_MB = 256

const FILE = require.resolve('./inspection-thread')

/** A checkout that runs from source has its compiler at hand; threads do not inherit it. */
const execArgv = FILE.endsWith('.ts') ? ['--require', require.resolve('tsx/cjs')] : []

export interface ContainerThread {
  /**
   * One at a time.
   * @param read outcome of a range that the container leads to; a failure of it ends the thread, and is thrown
   * @throws PublishError `damaged`, `inspection-too-costly`
   */
  inspect(sizeBytes: number, read: ReadRange): Promise<Reading>
  /** False: it was ended, by what it was given to read. */
  isUsable(): boolean
}

/**
 * Starts a thread of bounded memory that reads containers.
 * @param maxThoughtMs it is ended when a file keeps it busy for longer without asking for bytes
 */
export async function startContainerThread(maxThoughtMs: number): Promise<ContainerThread> {
  const worker = new Worker(FILE, { execArgv, resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB } })
  await once(worker, 'message')
  // Nobody waits for a thread that is idle, and one that breaks then is only no more.
  worker.unref()
  let usable = true
  worker.on('error', () => (usable = false))

  function drop(): void {
    usable = false
    void worker.terminate()
  }

  return {
    isUsable: () => usable,
    inspect: (sizeBytes, read) =>
      new Promise<Reading>((resolve, reject) => {
        const conversation = converse(worker, maxThoughtMs, read, {
          done(reading, isQuiet) {
            if (!isQuiet) drop()
            resolve(reading)
          },
          failed(error) {
            drop()
            reject(error instanceof Error ? error : new Error(String(error)))
          },
        })
        conversation.begin(sizeBytes)
      }),
  }
}

interface Outcome {
  /** @param isQuiet no read is under way that the next file would get the bytes of */
  done(reading: Reading, isQuiet: boolean): void
  failed(error: unknown): void
}

/** Gives the thread the bytes that it asks for, in the order of asking, until it has an answer or has thought for too long. */
function converse(worker: Worker, maxThoughtMs: number, read: ReadRange, outcome: Outcome) {
  let openReads = 0
  let answers = Promise.resolve()
  let watchdog: NodeJS.Timeout | undefined

  const tell = (message: ToThread) => {
    worker.postMessage(message)
    if (openReads === 0) watchdog = setTimeout(() => fail(refused(TOO_COSTLY)), maxThoughtMs)
  }
  const end = () => {
    clearTimeout(watchdog)
    worker.off('message', hear).off('error', broken)
  }
  const fail = (error: unknown) => {
    end()
    outcome.failed(error)
  }
  const broken = (error: NodeJS.ErrnoException) =>
    fail(refused(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? TOO_COSTLY : DAMAGED))

  async function answer(first: number, last: number): Promise<void> {
    const bytes = await read(first, last)
    openReads -= 1
    tell({ type: 'bytes', bytes })
  }

  function hear(message: FromThread): void {
    clearTimeout(watchdog)
    if (message.type === 'read') {
      openReads += 1
      answers = answers.then(() => answer(message.first, message.last)).catch(fail)
    }
    if (message.type === 'done') {
      end()
      outcome.done(message.reading, openReads === 0)
    }
  }

  return {
    begin(sizeBytes: number): void {
      worker.on('message', hear).on('error', broken)
      tell({ type: 'inspect', sizeBytes })
    },
  }
}
