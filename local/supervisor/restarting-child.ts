import { setTimeout as sleep } from 'node:timers/promises'
import { say } from '../terminal'
import { type Child, type ChildSpec, startChild } from './child'
import { untilReady } from './ready'

const FIRST_DELAY_MS = 500
const MAX_DELAY_MS = 30_000
/** Who has lived so long starts again with the shortest delay. */
const STABLE_MS = 60_000

/** A process that is started again whenever it dies, after a delay that doubles while it keeps dying. */
export class RestartingChild {
  private child: Child | undefined
  private readonly stopping = new AbortController()

  /**
   * @param probe succeeds once the process does its work
   * @param onStart called with the id of each process
   */
  constructor(
    private readonly spec: ChildSpec,
    private readonly probe: () => Promise<unknown>,
    private readonly onStart: (pid: number | undefined) => void,
  ) {}

  /** Resolves at its first readiness; a process that never gets there is not worth repeating: its reason is thrown. */
  async start(interrupted: AbortSignal): Promise<void> {
    const child = this.spawn()
    await untilReady(child, this.probe, interrupted)
    void this.supervise(child)
  }

  /** Ends the process; its supervision starts the next one, as after any other end. */
  async restart(): Promise<void> {
    await this.child?.stop()
  }

  async stop(): Promise<void> {
    this.stopping.abort()
    await this.child?.stop()
  }

  private spawn(): Child {
    this.child = startChild(this.spec)
    this.onStart(this.child.process.pid)
    return this.child
  }

  private async supervise(first: Child): Promise<void> {
    let child = first
    let delayMs = FIRST_DELAY_MS
    for (;;) {
      const startedAtMs = performance.now()
      const end = await child.ended
      if (this.stopping.signal.aborted) return
      if (performance.now() - startedAtMs > STABLE_MS) delayMs = FIRST_DELAY_MS
      say(`${this.spec.title} ${end}; it starts again in ${delayMs / 1000} s`)
      await sleep(delayMs, undefined, { signal: this.stopping.signal }).catch(() => {}) // stopped meanwhile
      if (this.stopping.signal.aborted) return
      delayMs = Math.min(2 * delayMs, MAX_DELAY_MS)
      child = this.spawn()
    }
  }
}
