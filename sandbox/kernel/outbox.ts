import { request } from 'undici'
import type { World } from './world'

/** What the platform tells the app's own server, on its way. */
interface Message {
  body: string
  dueAtMs: number
  /** Doubled after every attempt that was not taken. */
  waitMs: number
  giveUpAtMs: number
}

/** A request of this moment that brings a message. */
export interface Envelope {
  url: string
  headers: Record<string, string>
  body: string
}

const FIRST_WAIT_MS = 10_000
const GIVE_UP_AFTER_MS = 72 * 3_600_000
const RECEIVER_TIMEOUT_MS = 5_000

/** Delivers messages at least once: one that is not answered 200 goes again at growing intervals, for three days. */
export class Outbox {
  private readonly messages

  /**
   * @param section where the store keeps them
   * @param seal signs a message for the present address; null: nobody is told any more
   */
  constructor(
    private readonly world: World,
    section: string,
    private readonly seal: (body: string) => Envelope | null,
  ) {
    this.messages = world.store.section<Message[]>(section, () => [])
  }

  post(body: string, dueAtMs: number): void {
    const message = { body, dueAtMs, waitMs: FIRST_WAIT_MS, giveUpAtMs: dueAtMs + GIVE_UP_AFTER_MS }
    this.messages().push(message)
    this.start(message)
  }

  /** Starts again what an earlier process left undelivered. */
  resume(): void {
    for (const message of this.messages()) this.start(message)
  }

  private start(message: Message): void {
    this.world.background.run(async (signal) => {
      try {
        await this.deliver(message, signal)
      } catch (error) {
        if (!signal.aborted) throw error // The sandbox stops: the next start goes on.
      }
    })
  }

  private async deliver(message: Message, signal: AbortSignal): Promise<void> {
    const { clock, store } = this.world
    await clock.reach(message.dueAtMs, signal)
    while (!(await this.isTaken(message, signal)) && clock.nowMs() < message.giveUpAtMs) {
      message.dueAtMs = clock.nowMs() + message.waitMs
      message.waitMs *= 2
      await store.save()
      await clock.reach(message.dueAtMs, signal)
    }
    const messages = this.messages()
    messages.splice(messages.indexOf(message), 1)
    await store.save()
  }

  private async isTaken(message: Message, signal: AbortSignal): Promise<boolean> {
    const envelope = this.seal(message.body)
    if (!envelope) return true
    const { url, headers, body } = envelope
    try {
      const answer = await request(url, {
        method: 'POST',
        headers,
        body,
        signal: AbortSignal.any([signal, AbortSignal.timeout(RECEIVER_TIMEOUT_MS)]),
      })
      await answer.body.dump()
      return answer.statusCode === 200
    } catch {
      signal.throwIfAborted()
      return false
    }
  }
}
