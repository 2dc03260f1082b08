import { codeOf, messageOf } from '../failure'
import { say } from '../terminal'

/** What went wrong with a source, in a few words: the system's code says more than "fetch failed". */
export const reasonOf = (error: unknown): string =>
  codeOf(error) ?? messageOf(error).trim().split('\n').slice(-1).join()

/**
 * Asks one source after the other, until one has delivered.
 * @returns undefined then, else the reason of each
 * @throws what ends the search at once: an interruption, a full disk
 */
export async function fromFirst<Source extends { name: string }>(
  title: string,
  sources: Source[],
  signal: AbortSignal,
  fetchFrom: (source: Source) => Promise<void>,
): Promise<string[] | undefined> {
  const reasons: string[] = []
  for (const source of sources) {
    try {
      await fetchFrom(source)
      return undefined
    } catch (error) {
      signal.throwIfAborted()
      if (codeOf(error) === 'ENOSPC') throw error
      reasons.push(`${source.name}: ${reasonOf(error)}`)
      say(`${title}: ${source.name} failed (${reasonOf(error)})`)
    }
  }
  return reasons
}

/** For the error that names them all. */
export const tried = (reasons: string[]): string =>
  reasons.length > 0 ? reasons.join('; ') : `nobody offers it for ${process.platform}-${process.arch}`
