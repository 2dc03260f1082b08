/** What is under way: calls, and work that goes on after its call was answered, such as Instagram's fetch of a video. */
export class Background {
  private readonly running = new Map<Promise<void>, AbortController>()

  /** `work` must end soon after its signal fires, and settle its own failures. */
  run(work: (signal: AbortSignal) => Promise<void>): void {
    const controller = new AbortController()
    const done = work(controller.signal).finally(() => this.running.delete(done))
    this.running.set(done, controller)
  }

  /** Ends all work and waits until it has ended. */
  async abort(): Promise<void> {
    // Work may start more work before it ends.
    while (this.running.size > 0) {
      for (const controller of this.running.values()) controller.abort()
      await Promise.all(this.running.keys())
    }
  }
}
