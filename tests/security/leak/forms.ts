/** One way in which a secret can be written down. */
export interface Form {
  name: string
  text: string
  /** For one character of the secret. */
  charsEach: number
}

/** Four for three, less what its ends share with the bytes around it. */
const BASE64_CHARS_EACH = 5 / 4

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
  const forms = new Map<string, Form>()
  const add = (form: Form) => void (forms.has(form.text) || forms.set(form.text, form))
  for (const [name, encode] of Object.entries(TEXT_ENCODINGS)) {
    const text = encode(secret)
    add({ name, text, charsEach: 1 })
    const hex = Buffer.from(text).toString('hex')
    add({ name: `${name}, hex`, text: hex, charsEach: 2 })
    add({ name: `${name}, hex in capitals`, text: hex.toUpperCase(), charsEach: 2 })
    for (const bytesBefore of [0, 1, 2]) {
      const base64 = base64After(bytesBefore, text)
      const base64url = base64.replaceAll('+', '-').replaceAll('/', '_')
      add({ name: `${name}, base64 at ${bytesBefore}`, text: base64, charsEach: BASE64_CHARS_EACH })
      add({ name: `${name}, base64url at ${bytesBefore}`, text: base64url, charsEach: BASE64_CHARS_EACH })
    }
  }
  return [...forms.values()]
}

/** The characters that stand for nothing but `text`, where other bytes come before and after it. */
function base64After(bytesBefore: number, text: string): string {
  const bytes = Buffer.concat([Buffer.alloc(bytesBefore), Buffer.from(text)])
  const [first, end] = [Math.ceil((bytesBefore * 8) / 6), Math.floor((bytes.length * 8) / 6)]
  return bytes.toString('base64').slice(first, end)
}
