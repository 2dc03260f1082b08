import fc from 'fast-check'

/** A request before it is sent. */
export interface Draft {
  operationId: string
  method: string
  path: string
  query: [string, string][]
  headers: Record<string, string>
  /** Null: none. */
  body: string | null
}

type Fault = (draft: Draft) => fc.Arbitrary<Draft>

const STRANGE = [
  '\u0000',
  '\ud800',
  '%00',
  '%ff',
  '%',
  '../..',
  "' OR 1=1 --",
  '𝒳😀',
  '\u202e',
  '0x10',
  '1e999',
  'a'.repeat(1_000),
]
const WRONG: unknown[] = [
  null,
  true,
  -1,
  1e308,
  '',
  [],
  {},
  [[[]]],
  'x'.repeat(12_000),
  '\ud800',
  '\u0000',
  { __proto__: null, constructor: 1 },
]

/** Puts `value` in place of one member of a JSON body, however deep, or beside all of them. */
const inBody =
  (change: (holder: Record<string, unknown>, name: string, value: unknown) => void): Fault =>
  (draft) =>
    fc.tuple(fc.nat(), fc.constantFrom(...WRONG)).map(([choice, value]) => {
      const root: unknown = draft.body?.startsWith('{') ? JSON.parse(draft.body) : {}
      const places = placesIn(root)
      const place = places[choice % places.length]
      if (place) change(place.holder, place.name, value)
      return { ...draft, body: JSON.stringify(root) }
    })

function placesIn(node: unknown): { holder: Record<string, unknown>; name: string }[] {
  if (!(node instanceof Object)) return []
  const holder = node as Record<string, unknown>
  return Object.entries(holder).flatMap(([name, value]) => [{ holder, name }, ...placesIn(value)])
}

const withHeader =
  (name: string, values: string[]): Fault =>
  (draft) =>
    fc.constantFrom(...values).map((value) => ({ ...draft, headers: { ...draft.headers, [name]: value } }))

const withBody =
  (bodies: string[]): Fault =>
  (draft) =>
    fc.constantFrom(...bodies).map((body) => ({ ...draft, body }))

/** What is done wrong to a request that may be right, by name. */
export const FAULTS: Record<string, Fault> = {
  'wrong value in the body': inBody((holder, name, value) => (holder[name] = value)),
  'unknown field': inBody((holder, _name, value) => (holder.surplus = value)),
  'missing field': inBody((holder, name) => Reflect.deleteProperty(holder, name)),
  'broken JSON': withBody(['', '{', '[1,]', 'nul', '"\\ud800"', '{"a":1}}', '\ufeff{}', '[]', 'null', '7', '"text"']),
  'huge body': withBody([JSON.stringify({ caption: 'x'.repeat(70_000) }), '['.repeat(40_000)]),
  'wrong content type': withHeader('content-type', [
    'text/plain',
    'application/xml',
    'multipart/form-data',
    'json',
    'application/json; charset=utf-7',
    'application/json;;;',
  ]),
  'wrong encoding': withHeader('content-encoding', ['gzip', 'br', 'none', 'deflate']),
  'bad key': withHeader('authorization', [
    '',
    'Bearer',
    'Bearer nonsense',
    'Basic dTpw',
    `Bearer ${'x'.repeat(3_000)}`,
  ]),
  'odd accept': withHeader('accept', ['text/html', 'text/event-stream', 'image/png', '*/*;q=0', 'application/json']),
  'bad idempotency key': withHeader('idempotency-key', ['', ' ', 'x'.repeat(300), 'a b', 'é']),
  'no key': ({ headers: { authorization: _key, ...headers }, ...draft }) => fc.constant({ ...draft, headers }),
  'unknown parameter': (draft) => fc.constant({ ...draft, query: [...draft.query, ['surplus', '1']] }),
  'doubled parameter': (draft) => fc.constant({ ...draft, query: [...draft.query, ...draft.query] }),
  'strange parameter': (draft) =>
    fc.constantFrom(...STRANGE).map((value) => ({
      ...draft,
      query: draft.query.length > 0 ? draft.query.map(([name]) => [name, value]) : [['cursor', value]],
    })),
  'strange path': (draft) =>
    fc.constantFrom(...STRANGE).map((text) => ({ ...draft, path: draft.path.replace(/[^/]+$/, encodedLoosely(text)) })),
}

/** Of a URL, whatever the text is made of. */
export const encoded = (text: string) => encodeURIComponent(Buffer.from(text).toString())

/** As a careless client does: `%` stays as it is. */
const encodedLoosely = (text: string) => encoded(text).replaceAll('%25', '%')
