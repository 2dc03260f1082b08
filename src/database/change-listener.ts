import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import type { Logger } from 'pino'
import type { ChangeChannel, ChangeListener } from '../domain/ports/changes'

type Heard = Parameters<ChangeListener['listen']>[1]

const CHANNELS: ChangeChannel[] = ['events', 'publish_jobs']

/** A connection that something on the way has dropped without a word is noticed after about so long. */
const PACE = { pingEveryMs: 15_000, answerWithinMs: 10_000 }

const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 10_000

/**
 * Hears what the triggers tell, on one connection for the whole process. It reconnects by itself, and then says null to
 * everybody, as it does when it has connected first. It needs a session of its own: a pooler that hands sessions from
 * transaction to transaction loses what is listened to.
 */
export function createChangeListener(
  databaseUrl: string,
  logger: Pick<Logger, 'info' | 'warn'>,
  { pingEveryMs, answerWithinMs } = PACE,
): ChangeListener {
  const heardOn: Record<ChangeChannel, Set<Heard>> = { events: new Set(), publish_jobs: new Set() }
  const closing = new AbortController()

  const tell = (channel: ChangeChannel, jobId: string | null) => {
    for (const heard of heardOn[channel]) heard(jobId)
  }

  /** Until the connection is lost, or closed. */
  async function hear(onListening: () => void): Promise<void> {
    const client = new Client({
      connectionString: databaseUrl,
      connectionTimeoutMillis: answerWithinMs,
      query_timeout: answerWithinMs,
    })
    const ending = new AbortController()
    client.on('error', (error) => ending.abort(error))
    client.once('end', () => ending.abort())
    client.on('notification', ({ channel, payload }) => tell(channel as ChangeChannel, payload || null))
    try {
      await client.connect()
      for (const channel of CHANNELS) await client.query(`LISTEN ${channel}`)
      onListening()
      const stop = AbortSignal.any([ending.signal, closing.signal])
      while (await passed(pingEveryMs, stop)) await client.query('SELECT 1')
      ending.signal.throwIfAborted()
    } finally {
      await client.end()
    }
  }

  async function keepHearing(): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS
    const onListening = () => {
      pauseMs = FIRST_PAUSE_MS
      logger.info({ channels: CHANNELS }, 'listening to changes')
      for (const channel of CHANNELS) tell(channel, null)
    }
    do {
      const err: unknown = await hear(onListening).catch((error: unknown) => error)
      if (closing.signal.aborted) return
      logger.warn({ err, pauseMs }, 'lost the connection that hears of changes')
      await passed(pauseMs, closing.signal)
      pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)
    } while (!closing.signal.aborted)
  }
  const closed = keepHearing()

  return {
    listen(channel, heard) {
      heardOn[channel].add(heard)
      return () => void heardOn[channel].delete(heard)
    },
    close() {
      closing.abort()
      return closed
    },
  }
}

/** @returns false where it was broken off */
const passed = (ms: number, signal: AbortSignal): Promise<boolean> => pause(ms, true, { signal }).catch(() => false)
