import { createHash, randomUUID } from 'node:crypto'
import type { Store } from './store'

/** Identifiers and chances drawn from a seed: the same seed and the same calls give the same ids. */
export class Ids {
  private readonly state

  constructor(store: Store) {
    this.state = store.section<{ seed: string; drawn: number }>('ids', () => ({ seed: randomUUID(), drawn: 0 }))
  }

  /** Starts the sequence of `seed` from its beginning. */
  seed(seed: string): void {
    Object.assign(this.state(), { seed, drawn: 0 })
  }

  /** Up to 43 characters of base64url. */
  text(length: number): string {
    return this.draw().toString('base64url').slice(0, length)
  }

  /** A number below `bound`, which must be far below 2^64. */
  below(bound: bigint): bigint {
    return this.draw().readBigUInt64BE() % bound
  }

  /** 0 ≤ chance < 1. */
  chance(): number {
    return this.draw().readUInt32BE() / 2 ** 32
  }

  private draw(): Buffer {
    const state = this.state()
    state.drawn += 1
    return createHash('sha256').update(`${state.seed}/${state.drawn}`).digest()
  }
}
