import fc from 'fast-check'
import { KeyRingError } from '../../src/security/key-ring'
import { createTokenCipher, TokenCipherError } from '../../src/security/token-cipher'

const key = (seed: number) =>
  Buffer.from(Array.from({ length: 32 }, (_, i) => (seed * 31 + i * 7) % 256)).toString('base64')

const BINDING = 'PlatformConnection/c1/accessToken'
const cipher = createTokenCipher(`k1:${key(1)}`)

/** How a decryption was refused; that it was not is `opened`. */
function refusalOf(decrypt: () => string): { code: string; message: string } {
  try {
    decrypt()
    return { code: 'opened', message: '' }
  } catch (error) {
    if (error instanceof TokenCipherError) return error
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
    for (const elsewhere of ['PlatformConnection/c2/accessToken', 'PlatformConnection/c1/refreshToken', ''])
      expect(refusalOf(() => cipher.decrypt(text, elsewhere)).code).toBe('not-authentic')
  })

  test('altered in any byte never opens to another plaintext', () => {
    const text = cipher.encrypt('the-token', BINDING)
    const [version, id, ...fields] = text.split('.')
    fields.forEach((field, place) => {
      Buffer.from(field, 'base64url').forEach((_, at, bytes) => {
        const altered = Buffer.from(bytes)
        altered.writeUInt8((altered.readUInt8(at) + 1) % 256, at)
        const forged = [version, id, ...fields.with(place, altered.toString('base64url'))].join('.')
        expect(refusalOf(() => cipher.decrypt(forged, BINDING)).code).toBe('not-authentic')
      })
    })
  })

  test('cut at any place is refused', () => {
    const text = cipher.encrypt('the-token', BINDING)
    for (let length = 0; length < text.length; length++)
      expect(refusalOf(() => cipher.decrypt(text.slice(0, length), BINDING)).code).not.toBe('opened')
  })

  test('that is none is refused', () => {
    for (const text of [
      '',
      'plain-token',
      'v2.k1.aaaaaaaaaaaaaaaa.bbbbbbbbbbbbbbbbbbbbbbbb',
      `${cipher.encrypt('x', BINDING)}.x`,
    ])
      expect(refusalOf(() => cipher.decrypt(text, BINDING)).code).toBe('malformed')
  })

  test('under another key id is told as such, not as altered', () => {
    const text = cipher.encrypt('the-token', BINDING)
    const other = createTokenCipher(`k2:${key(2)}`)
    expect(refusalOf(() => other.decrypt(text, BINDING)).code).toBe('unknown-key')
  })

  test('relabelled with the id of another key is refused', () => {
    const ring = createTokenCipher(`k1:${key(1)},k2:${key(2)}`)
    const relabelled = ring.encrypt('the-token', BINDING).replace('.k1.', '.k2.')
    expect(refusalOf(() => ring.decrypt(relabelled, BINDING)).code).toBe('not-authentic')
  })

  test('that cannot be opened is told without its content', () => {
    const text = cipher.encrypt('the-token', BINDING)
    expect(refusalOf(() => cipher.decrypt(text, 'elsewhere')).message).not.toContain(text)
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
