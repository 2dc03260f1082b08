import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { tlsFaults, type TlsSettings } from '../../src/security/temporal-tls'
import { type Authority, type Certificate, openAuthority } from '../support/certificates'

let authority: Authority
let client: Certificate
let other: Certificate
beforeAll(async () => {
  authority = await openAuthority()
  ;[client, other] = await Promise.all([authority.issue('client'), authority.issue('other')])
})
afterAll(() => authority.remove())

const settings = (): TlsSettings => ({
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: authority.caPath,
  TEMPORAL_TLS_CLIENT_CERT_PATH: client.certPath,
  TEMPORAL_TLS_CLIENT_KEY_PATH: client.keyPath,
})
const faultsOf = (change: TlsSettings, nowMs = Date.now()) =>
  tlsFaults({ ...settings(), ...change }, nowMs).map(([name, message]) => `${name} ${message}`)

test('a certificate with its key has no fault', () => {
  expect(faultsOf({})).toEqual([])
})

test('files that are not there and files that hold something else are named at once', () => {
  const letter = path.join(path.dirname(authority.caPath), 'letter')
  writeFileSync(letter, 'no PEM')
  expect(
    faultsOf({
      TEMPORAL_TLS_CLIENT_CERT_PATH: '/nowhere/cert.pem',
      TEMPORAL_TLS_CLIENT_KEY_PATH: client.certPath,
      TEMPORAL_TLS_SERVER_CA_CERT_PATH: letter,
    }),
  ).toEqual([
    expect.stringMatching(/^TEMPORAL_TLS_CLIENT_CERT_PATH cannot be read: ENOENT.*cert.pem/),
    'TEMPORAL_TLS_CLIENT_KEY_PATH must be the path of a PEM private key without a passphrase',
    'TEMPORAL_TLS_SERVER_CA_CERT_PATH must be the path of a PEM certificate',
  ])
})

test("a key of another certificate is refused, as the server's handshake would do without a word", () => {
  expect(faultsOf({ TEMPORAL_TLS_CLIENT_KEY_PATH: other.keyPath })).toEqual([
    expect.stringMatching(/^TEMPORAL_TLS_CLIENT_KEY_PATH is not the key of/),
  ])
})

test('a certificate that has expired says until when it was valid', () => {
  const inAYear = Date.now() + 365 * 86_400_000
  expect(faultsOf({}, inAYear)).toEqual([expect.stringMatching(/^TEMPORAL_TLS_CLIENT_CERT_PATH has expired: .*GMT$/)])
})

test.each([
  [{ TEMPORAL_TLS_CLIENT_KEY_PATH: undefined }, /^TEMPORAL_TLS_CLIENT_KEY_PATH must belong/],
  [{ TEMPORAL_TLS_CLIENT_CERT_PATH: undefined }, /^TEMPORAL_TLS_CLIENT_CERT_PATH must belong/],
  [{ TEMPORAL_TLS: 'false' as const }, /^TEMPORAL_TLS must not be false/],
])('settings that contradict each other are refused: %j', (change, fault) => {
  expect(faultsOf(change)).toEqual([expect.stringMatching(fault)])
})

test('an API key never travels without TLS', () => {
  expect(tlsFaults({ TEMPORAL_API_KEY: 'key', TEMPORAL_TLS: 'false' }, Date.now())).toEqual([
    ['TEMPORAL_TLS', 'must not be false beside an API key or a certificate'],
  ])
})
