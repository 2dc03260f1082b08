import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** The sandbox's durable memory: one JSON file, replaced atomically, cut into sections that belong to one area each. */
export class Store {
  private lastWrite: Promise<void> = Promise.resolve()
  private nextWrite: Promise<void> | undefined

  private constructor(
    private readonly file: string,
    private sections: Record<string, unknown>,
  ) {}

  /** Opens `state.json` in `dataDir`, which is made when it does not exist. */
  static async open(dataDir: string): Promise<Store> {
    await mkdir(dataDir, { recursive: true })
    const file = path.join(dataDir, 'state.json')
    const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '{}'
      throw error
    })
    return new Store(file, JSON.parse(text) as Record<string, unknown>)
  }

  /**
   * Claims a section. The accessor returns the live object: change it in place, then `save`.
   * Never keep what the accessor returned across an await: `clear` replaces it.
   */
  section<T>(name: string, initial: () => T): () => T {
    return () => (this.sections[name] ??= initial()) as T
  }

  /** Resolves when all that was changed before the call is on disk. Concurrent callers share one write. */
  save(): Promise<void> {
    this.nextWrite ??= this.lastWrite
      .catch(() => undefined) // Whoever asked for that write has been told; this one stands for itself.
      .then(() => {
        this.nextWrite = undefined
        this.lastWrite = this.write()
        return this.lastWrite
      })
    return this.nextWrite
  }

  clear(): void {
    this.sections = {}
  }

  private async write(): Promise<void> {
    const draft = `${this.file}.new`
    await writeFile(draft, JSON.stringify(this.sections))
    await rename(draft, this.file)
  }
}
