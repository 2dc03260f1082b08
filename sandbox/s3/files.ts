import { randomUUID } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'

/** Replaces a JSON file in one step: a reader, or a start after a crash, finds the old value or the new one. */
export async function writeJson(path: string, value: unknown): Promise<void> {
  const draft = `${path}.${randomUUID()}.tmp`
  await writeFile(draft, JSON.stringify(value))
  await rename(draft, path)
}

export const readJson = async <T>(path: string): Promise<T> => JSON.parse(await readFile(path, 'utf8')) as T

/** A task queue of one: what changes shared state runs one after the other, in the order of the calls. */
export class Serial {
  private last: Promise<unknown> = Promise.resolve()

  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.last.then(task)
    this.last = result.catch(() => undefined)
    return result
  }
}
