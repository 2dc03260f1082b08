import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rm, truncate } from 'node:fs/promises'
import path from 'node:path'
import type { Call } from './call'

interface Receipt {
  hash: Hash
  sizeBytes: number
}

/**
 * Received bytes of unfinished uploads: a file for each, so that half an upload outlives a restart, and a running hash
 * beside it, so that no finished one is read again.
 */
export class Uploads {
  private readonly receipts = new Map<string, Promise<Receipt>>()
  private readonly writers = new Map<string, { call: Call; done: Promise<unknown> }>()

  private constructor(private readonly dir: string) {}

  static async open(dataDir: string): Promise<Uploads> {
    const dir = path.join(dataDir, 'uploads')
    await mkdir(dir, { recursive: true })
    return new Uploads(dir)
  }

  /** Bytes received so far, those of a request in flight included. */
  async sizeBytes(id: string): Promise<number> {
    return (await this.receipt(id)).sizeBytes
  }

  /**
   * Writes `body` from offset `at`; what lay behind `at` is forgotten. Bytes that arrived before a broken connection stay.
   * @returns bytes held afterwards.
   */
  async append(id: string, at: number, body: AsyncIterable<Buffer>): Promise<number> {
    const receipt = await this.receiptOf(id, at)
    const file = await open(this.pathOf(id), 'a')
    try {
      for await (const chunk of body) {
        await file.appendFile(chunk)
        receipt.hash.update(chunk)
        receipt.sizeBytes += chunk.length
      }
    } finally {
      await file.close()
    }
    return receipt.sizeBytes
  }

  /** SHA-256 (hex) of all that was received. */
  async digest(id: string): Promise<string> {
    return (await this.receipt(id)).hash.copy().digest('hex')
  }

  /** Forgets an upload and its bytes: only once what came of them is saved, or a killed sandbox would have lost both. */
  async discard(id: string): Promise<void> {
    await rm(this.pathOf(id), { force: true })
    // Afterwards: a read in between would count what is about to go.
    this.receipts.delete(id)
  }

  /**
   * Runs `work` as the only writer of the upload. An earlier request that still holds it is cut off first:
   * a frozen client must not keep its own successor out.
   */
  async asOnlyWriter<T>(id: string, call: Call, work: () => Promise<T>): Promise<T> {
    const before = this.writers.get(id)
    before?.call.cut()
    const done = (before?.done ?? Promise.resolve()).catch(() => undefined).then(work)
    const writer = { call, done }
    this.writers.set(id, writer)
    try {
      return await done
    } finally {
      if (this.writers.get(id) === writer) this.writers.delete(id)
    }
  }

  /** Forgets all uploads. No writer may be left. */
  async clear(): Promise<void> {
    this.receipts.clear()
    await rm(this.dir, { recursive: true })
    await mkdir(this.dir)
  }

  private async receiptOf(id: string, sizeBytes: number): Promise<Receipt> {
    let receipt = await this.receipt(id)
    if (receipt.sizeBytes > sizeBytes) {
      await truncate(this.pathOf(id), sizeBytes)
      this.receipts.delete(id)
      receipt = await this.receipt(id)
    }
    if (receipt.sizeBytes === sizeBytes) return receipt
    throw new Error(`upload ${id} holds ${receipt.sizeBytes} bytes, not the ${sizeBytes} that its platform counted`)
  }

  private receipt(id: string): Promise<Receipt> {
    const known = this.receipts.get(id)
    if (known) return known
    const read = this.readReceipt(id)
    this.receipts.set(id, read)
    return read
  }

  private async readReceipt(id: string): Promise<Receipt> {
    const receipt = { hash: createHash('sha256'), sizeBytes: 0 }
    try {
      for await (const chunk of createReadStream(this.pathOf(id)) as AsyncIterable<Buffer>) {
        receipt.hash.update(chunk)
        receipt.sizeBytes += chunk.length
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
    return receipt
  }

  private pathOf(id: string): string {
    return path.join(this.dir, `${encodeURIComponent(id)}.part`)
  }
}
