/** Numbers below `end`, the same ones for the same seed (mulberry32). */
export function randomOf(seed: number): (end: number) => number {
  let state = seed
  return (end) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return (((mixed ^ (mixed >>> 14)) >>> 0) % end) >>> 0
  }
}

/** A file with some bytes changed, and now and then cut off or with a piece of it twice. */
export function mutate(original: Uint8Array, random: (end: number) => number): Uint8Array {
  const bytes = Uint8Array.from(original)
  for (let changes = 1 + random(8); changes > 0; changes--) {
    const at = random(bytes.length)
    bytes[at] = [0, 0xff, 0x80, random(256), (bytes[at] ?? 0) ^ (1 << random(8))][random(5)] ?? 0
  }
  if (random(10) === 0) return bytes.subarray(0, random(bytes.length))
  if (random(10) > 0) return bytes
  const from = random(bytes.length)
  return Uint8Array.from([...bytes.subarray(0, from), ...bytes.subarray(random(bytes.length))])
}
