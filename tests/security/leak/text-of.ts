/**
 * All the text within a value, at any depth: names as well as contents, and bytes as the text that they are. So a payload
 * of Temporal's is read as what it holds, and not as the base64 that an export writes it in.
 */
export function textOf(value: unknown): string {
  const texts: string[] = []
  const collect = (part: unknown): void => {
    if (typeof part === 'string') texts.push(part)
    else if (part instanceof Uint8Array) texts.push(Buffer.from(part).toString('utf8'))
    else if (Array.isArray(part)) part.forEach(collect)
    else if (typeof part === 'object' && part !== null)
      for (const [name, member] of Object.entries(part)) {
        texts.push(name)
        collect(member)
      }
  }
  collect(value)
  return texts.join('\n')
}
