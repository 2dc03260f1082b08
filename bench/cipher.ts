import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { TokenCipher } from '../src/domain/ports/token-cipher'
import { createTokenCipher } from '../src/security/token-cipher'
import { printTable, spread } from './support/figures'
import { describeHost } from './support/machine'

/** A page access token, and an upload URL that has one in it. */
const LENGTHS = [200, 2_000]
const ROUNDS = 5
const ROUND_MS = 300
const CALLS_AT_ONCE = 100
const BINDING = 'PlatformConnection/cmb5x0q3k0000v8l4h2j1d9e7/accessToken'

/** `npm run bench:cipher`: what our format, binding and base64 cost on top of AES-256-GCM by itself. */
export function main(): number {
  console.log(`\n${describeHost()}`)
  console.log(
    `Operations a second on one thread (min / median / max of ${ROUNDS} rounds of ${ROUND_MS} ms, in turns)\n`,
  )
  const key = randomBytes(32)
  const ours = contender(createTokenCipher(`bench:${key.toString('base64')}`))
  const peer = contender(bareCipher(key))
  const rows = LENGTHS.flatMap((length) => {
    const token = randomBytes(length).toString('base64url').slice(0, length)
    const [oursOfToken, peerOfToken] = [ours(token), peer(token)]
    return (['encrypt', 'decrypt'] as const).map((operation) => {
      const rounds = compete(oursOfToken[operation], peerOfToken[operation])
      const ratios = rounds.map(([our, bare]) => bare / our)
      const [our, bare] = [rounds.map(([first]) => first), rounds.map(([, second]) => second)]
      return [`${operation} ${length} characters`, spread(our, 0), spread(bare, 0), spread(ratios, 2)]
    })
  })
  printTable(['', 'token cipher', 'node:crypto', 'times the cost'], rows)
  return 0
}

const contender = (cipher: TokenCipher) => (token: string) => {
  const ciphertext = cipher.encrypt(token, BINDING)
  return { encrypt: () => cipher.encrypt(token, BINDING), decrypt: () => cipher.decrypt(ciphertext, BINDING) }
}

/** The least that AES-256-GCM takes: no key id, no binding, no parsing; latin1 carries the bytes. */
const bareCipher = (key: Buffer): TokenCipher => ({
  encrypt(plaintext) {
    const iv = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', key, iv)
    return Buffer.concat([iv, cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('latin1')
  },
  decrypt(ciphertext) {
    const bytes = Buffer.from(ciphertext, 'latin1')
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 })
    decipher.setAuthTag(bytes.subarray(-16))
    return decipher.update(bytes.subarray(12, -16), undefined, 'utf8') + decipher.final('utf8')
  },
})

/** By turns, so that whatever else the machine does meets both alike; the first round warms up. */
function compete(ours: () => string, peer: () => string): [number, number][] {
  const rounds = Array.from({ length: ROUNDS + 1 }, (): [number, number] => [perSecond(ours), perSecond(peer)])
  return rounds.slice(1)
}

function perSecond(operation: () => string): number {
  const startedAtMs = performance.now()
  let calls = 0
  while (performance.now() - startedAtMs < ROUND_MS) {
    for (let call = 0; call < CALLS_AT_ONCE; call += 1) operation()
    calls += CALLS_AT_ONCE
  }
  return (calls * 1_000) / (performance.now() - startedAtMs)
}
