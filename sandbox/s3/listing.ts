export interface ListQuery {
  prefix: string
  /** Empty: no grouping. */
  delimiter: string
  limit: number
  /** Keys and groups up to and including this one are left out. */
  after: string
}

export interface Listing {
  keys: string[]
  /** Common prefixes, each standing for all the keys below it. */
  groups: string[]
  /** Where the next page goes on; null on the last one. */
  next: string | null
}

/** One page of ListObjectsV2 over a bucket's keys, in the byte order of UTF-8. */
export function listKeys(allKeys: string[], { prefix, delimiter, limit, after }: ListQuery): Listing {
  const keys: string[] = []
  const groups = new Set<string>()
  let last = after
  for (const key of allKeys.filter((candidate) => candidate.startsWith(prefix)).sort(byBytes)) {
    const cut = delimiter ? key.indexOf(delimiter, prefix.length) : -1
    const group = cut < 0 ? null : key.slice(0, cut + delimiter.length)
    const entry = group ?? key
    if (byBytes(entry, after) <= 0 || groups.has(entry)) continue
    if (keys.length + groups.size >= limit) return { keys, groups: [...groups], next: limit > 0 ? last : null }
    if (group === null) keys.push(key)
    else groups.add(group)
    last = entry
  }
  return { keys, groups: [...groups], next: null }
}

const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))
