import fc from 'fast-check'
import { PublishError, type Problem } from '../../src/domain/errors'
import { KeyRingError } from '../../src/security/key-ring'
import { createTokenCipher } from '../../src/security/token-cipher'

const key = (seed: number) =>
  Buffer.from(Array.from({ length: 32 }, (_, i) => (seed * 31 + i * 7) % 256)).toString('base64')

const BINDING = 'PlatformConnection/c1/accessToken'
const cipher = createTokenCipher(`k1:${key(1)}`)

/** What a decryption was refused with; null when it was not. */
function refusalOf(decrypt: () => string): Problem | null {
  try {
    decrypt()
    return null
  } catch (error) {
    if (error instanceof PublishError) return error.problem
    throw error
  }
}

function faultsOf(ring: string): string[] {
  try {
    createTokenCipher(ring)
    return []
  } catch (error) {
    if (error instanceof KeyRingError) return error.faults
    throw error
  }
}

describe('a ciphertext', () => {
  test('opens to the plaintext in its own row and column', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (plaintext, binding) => {
        expect(cipher.decrypt(cipher.encrypt(plaintext, binding), binding)).toBe(plaintext)
      }),
    )
  })

  test('names its format and key, and holds nothing of the plaintext', () => {
    const text = cipher.encrypt('the-token', BINDING)
    expect(text).toMatch(/^v1\.k1\.[\w-]{16}\.[\w-]+$/)
    expect(text).not.toContain(Buffer.from('the-token').toString('base64url').slice(0, 8))
  })

  test('is another one each time', () => {
    const texts = Array.from({ length: 200 }, () => cipher.encrypt('same', BINDING))
    expect(new Set(texts.map((text) => text.split('.')[2])).size).toBe(200)
  })

  test('moved to another row or column is refused', () => {
    const text = cipher.encrypt('the-token', BINDING)
    for (const elsewhere of ['PlatformConnection/c2/accessToken', 'PlatformConnection/c1/refreshToken', '']) {
      const refusal = refusalOf(() => cipher.decrypt(text, elsewhere))
      expect(refusal).toMatchObject({ code: 'token-unreadable', category: 'internal' })
      expect(refusal?.message).toMatch(/altered, belongs elsewhere/)
    }
  })

  const texts = fc.string({ maxLength: 60 })

  test('with any bit of its text flipped is refused', () => {
    const flips = (text: string) =>
      [...text].flatMap((_, at) =>
        [1, 2, 4, 8, 16, 32, 64, 128].map(
          (bit) => text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ bit) + text.slice(at + 1),
        ),
      )
    fc.assert(
      fc.property(texts, (plaintext) => {
        for (const flipped of flips(cipher.encrypt(plaintext, BINDING)))
          expect(refusalOf(() => cipher.decrypt(flipped, BINDING))?.code).toBe('token-unreadable')
      }),
      { numRuns: 20 },
    )
  })

  test('cut at any place, at its end, its beginning or within, is refused', () => {
    const cuts = (text: string) =>
      [...text].flatMap((_, at) => [text.slice(0, at), text.slice(at + 1), text.slice(0, at) + text.slice(at + 1)])
    fc.assert(
      fc.property(texts, (plaintext) => {
        for (const cut of cuts(cipher.encrypt(plaintext, BINDING)))
          expect(refusalOf(() => cipher.decrypt(cut, BINDING))?.code).toBe('token-unreadable')
      }),
      { numRuns: 20 },
    )
  })

  test('put together from two others is refused', () => {
    const [one, two] = ['the-token', 'another-token'].map((token) => cipher.encrypt(token, BINDING).split('.'))
    const mixed = [...(one ?? []).slice(0, 3), two?.at(3)].join('.')
    expect(refusalOf(() => cipher.decrypt(mixed, BINDING))?.code).toBe('token-unreadable')
  })

  test.each(['', 'plain-token', 'v2.k1.aaaaaaaaaaaaaaaa.bbbbbbbbbbbbbbbbbbbbbbbb', `v1.k1.${'a'.repeat(60)}`])(
    'that is none is refused: "%s"',
    (text) => {
      const refusal = refusalOf(() => cipher.decrypt(text, BINDING))
      expect(refusal?.code).toBe('token-unreadable')
      expect(refusal?.message).toBe(
        `What is stored at ${BINDING} is cut, or no ciphertext of the form v1.<key id>.<IV>.<data>`,
      )
    },
  )

  test('under a key that the ring lacks is told with that key, and what to do', () => {
    const text = cipher.encrypt('the-token', BINDING)
    const other = createTokenCipher(`k2:${key(2)}`)
    const refusal = refusalOf(() => other.decrypt(text, BINDING))
    expect(refusal?.message).toMatch(/The key k1 .* not in TOKEN_KEYS/)
    expect(refusal?.remedy).toMatch(/Put the key k1 back into TOKEN_KEYS/)
  })

  test('under an id whose key was exchanged is refused, and the id named', () => {
    const text = cipher.encrypt('the-token', BINDING)
    const exchanged = createTokenCipher(`k1:${key(2)}`)
    expect(refusalOf(() => exchanged.decrypt(text, BINDING))?.remedy).toMatch(/the key k1 in TOKEN_KEYS/)
  })

  test('relabelled with the id of another key is refused', () => {
    const ring = createTokenCipher(`k1:${key(1)},k2:${key(2)}`)
    const relabelled = ring.encrypt('the-token', BINDING).replace('.k1.', '.k2.')
    expect(refusalOf(() => ring.decrypt(relabelled, BINDING))?.code).toBe('token-unreadable')
  })

  test('that cannot be opened is told without any of its text', () => {
    const text = cipher.encrypt('the-token', BINDING)
    const [, , iv = '', data = ''] = text.split('.')
    const refusals = [
      refusalOf(() => cipher.decrypt(text, 'elsewhere')),
      refusalOf(() => cipher.decrypt(text.slice(0, -1), BINDING)),
      refusalOf(() => createTokenCipher(`k2:${key(2)}`).decrypt(text, BINDING)),
    ]
    for (const refusal of refusals) {
      expect(refusal?.code).toBe('token-unreadable')
      const told = JSON.stringify(refusal)
      for (const secret of [iv, data.slice(0, 16), 'the-token', key(1)]) expect(told).not.toContain(secret)
    }
  })
})

describe('a key ring', () => {
  test('encrypts with its first key and opens what any of them encrypted', () => {
    const old = cipher.encrypt('the-token', BINDING)
    const rotated = createTokenCipher(`k2:${key(2)}, k1:${key(1)}`)
    expect(rotated.decrypt(old, BINDING)).toBe('the-token')
    expect(rotated.encrypt('the-token', BINDING)).toMatch(/^v1\.k2\./)
  })

  test('tells every fault at once, and no key', () => {
    const zero = Buffer.alloc(32).toString('base64')
    const ring = [
      `k1:${key(1)}`,
      `k1:${key(2)}`,
      `k3:${key(1)}`,
      'k4:c2hvcnQ=',
      `k5:${zero}`,
      'no-colon',
      `bad id:${key(3)}`,
    ]
    const faults = faultsOf(ring.join(','))
    expect(faults).toEqual([
      'entry 2 repeats the id k1',
      'entry 3 repeats an earlier key',
      'entry 4 must hold 32 bytes in base64',
      'entry 5 is one byte repeated, no random key',
      expect.stringMatching(/^entry 6 must be <id>:<key>/),
      expect.stringMatching(/^entry 7 must be <id>:<key>/),
    ])
    expect(faults.join()).not.toContain(key(1))
  })

  test.each([
    ['empty', ''],
    ['a trailing comma', `k1:${key(1)},`],
    ['a typing error in a key', `k1:${key(1).replace(/^./, '!')}`],
  ])('with %s is refused', (_, ring) => {
    expect(faultsOf(ring)).toHaveLength(1)
  })
})
