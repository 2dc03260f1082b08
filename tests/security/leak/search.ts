import { type Form, formsOf } from './forms'

export interface Secret {
  /** What it is: `refresh token`, `connect link`. */
  kind: string
  value: string
}

/** A text that must hold no secret, and where it stands. */
export interface Place {
  name: string
  text: string
}

export interface Find {
  place: string
  kind: string
  form: string
  /** What stands right before it. */
  after: string
}

/** So many characters of a secret, one after the other, are a find: a cut does not hide it, and nothing is that long by chance. */
export const FRAGMENT_CHARS = 16

/** Every fragment, wherever it begins, holds a whole block of a text that is cut at each eighth character. */
const BLOCK_CHARS = 8

const CONTEXT_CHARS = 60

interface Window {
  kind: string
  form: Form
  at: number
}

/**
 * Makes a search for secrets in all their forms and for every fragment of these.
 * @throws on a secret that is shorter than a fragment, which could not be told from other text
 */
export function createSearch(secrets: Iterable<Secret>): (place: Place) => Find[] {
  const windows = new Map<string, Window[]>()
  for (const { kind, value } of secrets) {
    if (value.length < FRAGMENT_CHARS) throw new Error(`A ${kind} of ${value.length} characters cannot be searched`)
    for (const form of formsOf(value)) {
      for (let at = 0; at + BLOCK_CHARS <= form.text.length; at++) {
        const block = form.text.slice(at, at + BLOCK_CHARS)
        const same = windows.get(block)
        if (same) same.push({ kind, form, at })
        else windows.set(block, [{ kind, form, at }])
      }
    }
  }

  return ({ name: place, text }) => {
    const finds = new Map<string, Find>()
    for (let start = 0; start + BLOCK_CHARS <= text.length; start += BLOCK_CHARS) {
      for (const { kind, form, at } of windows.get(text.slice(start, start + BLOCK_CHARS)) ?? []) {
        const key = `${kind} ${form.name}`
        if (finds.has(key)) continue
        const before = sameBefore(text, start, form.text, at)
        const length = before + sameFrom(text, start, form.text, at)
        if (length < Math.floor(FRAGMENT_CHARS * form.charsEach)) continue
        const begin = start - before
        const after = text.slice(Math.max(0, begin - CONTEXT_CHARS), begin)
        finds.set(key, { place, kind, form: form.name, after })
      }
    }
    return [...finds.values()]
  }
}

function sameFrom(a: string, aAt: number, b: string, bAt: number): number {
  let length = 0
  while (aAt + length < a.length && bAt + length < b.length && a[aAt + length] === b[bAt + length]) length++
  return length
}

function sameBefore(a: string, aAt: number, b: string, bAt: number): number {
  let length = 0
  while (length < Math.min(aAt, bAt) && a[aAt - length - 1] === b[bAt - length - 1]) length++
  return length
}
