/** One way in which a secret can be written down. */
export interface Form {
  name: string
  text: string
}

type Encoding = (text: string) => string

const json: Encoding = (text) => JSON.stringify(text).slice(1, -1)

const TEXT_ENCODINGS: Record<string, Encoding> = {
  plain: (text) => text,
  'JSON-escaped': json,
  'JSON within JSON': (text) => json(json(text)),
  'percent-encoded': encodeURIComponent,
  'percent-encoded twice': (text) => encodeURIComponent(encodeURIComponent(text)),
}

/** Every form that a search must know, each once; what is within base64 is cut to what it always looks like. */
export function formsOf(secret: string): Form[] {
  const names = new Map<string, string>()
  const add = (name: string, text: string) => void (names.has(text) || names.set(text, name))
  for (const [name, encode] of Object.entries(TEXT_ENCODINGS)) {
    const text = encode(secret)
    add(name, text)
    const hex = Buffer.from(text).toString('hex')
    add(`${name}, hex`, hex)
    add(`${name}, hex in capitals`, hex.toUpperCase())
    for (const bytesBefore of [0, 1, 2]) {
      const base64 = base64After(bytesBefore, text)
      add(`${name}, base64 at ${bytesBefore}`, base64)
      add(`${name}, base64url at ${bytesBefore}`, base64.replaceAll('+', '-').replaceAll('/', '_'))
    }
  }
  return [...names].map(([text, name]) => ({ name, text }))
}

/** The characters that stand for nothing but `text`, where other bytes come before and after it. */
function base64After(bytesBefore: number, text: string): string {
  const bytes = Buffer.concat([Buffer.alloc(bytesBefore), Buffer.from(text)])
  const [first, end] = [Math.ceil((bytesBefore * 8) / 6), Math.floor((bytes.length * 8) / 6)]
  return bytes.toString('base64').slice(first, end)
}
