export interface RingKey {
  id: string
  /** 32 bytes. */
  key: Buffer
}

/** Names every fault of a key ring by the position of the entry; never a key. */
export class KeyRingError extends Error {
  override readonly name = 'KeyRingError'

  constructor(readonly faults: string[]) {
    super(`The key ring has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}: ${faults.join('; ')}`)
  }
}

const KEY_BYTES = 32

/**
 * Parses `<id>:<base64 of 32 bytes>,…`. The first key is the one that encrypts.
 * @throws KeyRingError
 */
export function parseKeyRing(ring: string): [RingKey, ...RingKey[]] {
  const faults = keyRingFaults(ring)
  const [first, ...rest] = entriesOf(ring)
  if (faults.length > 0 || !first) throw new KeyRingError(faults)
  return [first, ...rest]
}

/** Everything that is wrong with a key ring; empty when it may be used. */
export function keyRingFaults(ring: string): string[] {
  const entries = entriesOf(ring)
  return entries.flatMap(({ id, key }, index) => {
    const earlier = entries.slice(0, index)
    const faults = entryFaults(id, key)
    if (id && earlier.some((other) => other.id === id)) faults.push(`repeats the id ${id}`)
    if (key.length > 0 && earlier.some((other) => other.key.equals(key))) faults.push('repeats an earlier key')
    return faults.map((fault) => `entry ${index + 1} ${fault}`)
  })
}

const entriesOf = (ring: string): RingKey[] => ring.split(',').map((entry) => parseEntry(entry.trim()))

/** An id or a key that cannot be read is left empty. */
function parseEntry(entry: string): RingKey {
  const [, id = '', text = ''] = /^([\w-]{1,32}):(.*)$/s.exec(entry) ?? []
  // Buffer.from skips over what is not base64, and would make a key of a typing error.
  const isBase64 = /^[A-Za-z0-9+/_-]+={0,2}$/.test(text)
  return { id, key: isBase64 ? Buffer.from(text, 'base64') : Buffer.alloc(0) }
}

function entryFaults(id: string, key: Buffer): string[] {
  if (!id) return ['must be <id>:<key>, the id of 1 to 32 letters, digits, - or _']
  if (key.length !== KEY_BYTES) return [`must hold ${KEY_BYTES} bytes in base64`]
  return key.every((byte) => byte === key[0]) ? ['is one byte repeated, no random key'] : []
}
