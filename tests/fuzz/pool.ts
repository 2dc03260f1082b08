import { randomUUID } from 'node:crypto'
import fc from 'fast-check'

/** Ids of rows that exist, by what they are of. */
export interface Pool {
  add(kind: string, id: string): void
  /** Learns every id that an answer to a route of `path` tells. */
  learn(path: string, answer: unknown): void
  /** An id of a row in half of the cases, else one of nothing. */
  idOf(kind: string): fc.Arbitrary<string>
}

/** So many of each kind are remembered; the oldest go. */
const REMEMBERED = 8

export function createPool(): Pool {
  const ids = new Map<string, string[]>()
  const add = (kind: string, id: string) => ids.set(kind, [...(ids.get(kind) ?? []), id].slice(-REMEMBERED))

  function learn(path: string, answer: unknown): void {
    if (Array.isArray(answer)) return answer.forEach((item) => learn(path, item))
    if (!(answer instanceof Object)) return
    for (const [name, value] of Object.entries(answer)) {
      if (typeof value === 'string') {
        const kind = kindOf(path, name)
        if (kind) add(kind, value)
      } else learn(path, value)
    }
  }

  return {
    add,
    learn,
    idOf: (kind) =>
      fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom(...(ids.get(kind) ?? ['none-yet'])) },
        { weight: 1, arbitrary: fc.stringMatching(/^[\w.~-]{1,128}$/) },
        { weight: 1, arbitrary: fc.constantFrom(randomUUID(), '0', '-1', 'null', '..', '~', 'a'.repeat(128)) },
      ),
  }
}

/** What a member called `jobId`, or `id` in a route of `/v1/videos`, is an id of; null for anything else. */
export function kindOf(path: string, name: string): string | null {
  const [, kind] = /^(\w+)Id$/.exec(name) ?? []
  if (kind !== undefined) return kind
  const [, collection = ''] = /^\/v1\/([\w-]+)/.exec(path) ?? []
  return name === 'id' ? collection.replace(/s$/, '') : null
}
