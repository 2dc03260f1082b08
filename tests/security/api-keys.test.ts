import { hashApiKey, newApiKey } from '../../src/security/api-keys'

test('keys are unguessable, recognisable and safe in a header', () => {
  const keys = Array.from({ length: 100 }, newApiKey)
  expect(new Set(keys).size).toBe(100)
  for (const key of keys) expect(key).toMatch(/^pub_[\w-]{43}$/)
})

test('a key is stored as its SHA-256', () => {
  expect(hashApiKey('pub_example')).toMatch(/^[0-9a-f]{64}$/)
  expect(hashApiKey('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})
