import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** How Temporal is reached by TLS; the paths are of PEM files. */
export interface TlsSettings {
  TEMPORAL_API_KEY?: string | undefined
  TEMPORAL_TLS?: 'true' | 'false' | undefined
  TEMPORAL_TLS_SERVER_CA_CERT_PATH?: string | undefined
  TEMPORAL_TLS_CLIENT_CERT_PATH?: string | undefined
  TEMPORAL_TLS_CLIENT_KEY_PATH?: string | undefined
}

type Fault = [name: keyof TlsSettings, message: string]

/**
 * What would keep a connection from being made with these settings at that instant. It is told before anything connects,
 * for a handshake that fails tells neither which file it was nor why.
 */
export function tlsFaults(given: TlsSettings, nowMs: number): Fault[] {
  const faults: Fault[] = []
  const read = <T>(name: keyof TlsSettings, parse: (pem: Buffer) => T, what: string): T | undefined => {
    const file = given[name]
    const found = file === undefined ? undefined : parsed(file, parse, what)
    if (typeof found !== 'string') return found
    faults.push([name, found])
    return undefined
  }
  const certificate = read('TEMPORAL_TLS_CLIENT_CERT_PATH', certificateOf, 'certificate')
  const key = read('TEMPORAL_TLS_CLIENT_KEY_PATH', createPrivateKey, 'private key without a passphrase')
  read('TEMPORAL_TLS_SERVER_CA_CERT_PATH', certificateOf, 'certificate')
  if (certificate) faults.push(...pairFaults(certificate, key, nowMs))
  return [...faults, ...contradictions(given)]
}

function contradictions(given: TlsSettings): Fault[] {
  const { TEMPORAL_TLS_CLIENT_CERT_PATH: cert, TEMPORAL_TLS_CLIENT_KEY_PATH: key } = given
  const asksForTls = [given.TEMPORAL_API_KEY, cert, key, given.TEMPORAL_TLS_SERVER_CA_CERT_PATH].some(Boolean)
  const faults: Fault[] = []
  if (cert && !key) faults.push(['TEMPORAL_TLS_CLIENT_KEY_PATH', 'must belong to TEMPORAL_TLS_CLIENT_CERT_PATH'])
  if (key && !cert) faults.push(['TEMPORAL_TLS_CLIENT_CERT_PATH', 'must belong to TEMPORAL_TLS_CLIENT_KEY_PATH'])
  if (given.TEMPORAL_TLS === 'false' && asksForTls)
    faults.push(['TEMPORAL_TLS', 'must not be false beside an API key or a certificate'])
  return faults
}

function pairFaults(certificate: X509Certificate, key: KeyObject | undefined, nowMs: number): Fault[] {
  if (nowMs > Date.parse(certificate.validTo))
    return [['TEMPORAL_TLS_CLIENT_CERT_PATH', `has expired: it was valid until ${certificate.validTo}`]]
  if (key && !certificate.checkPrivateKey(key))
    return [['TEMPORAL_TLS_CLIENT_KEY_PATH', 'is not the key of the certificate in TEMPORAL_TLS_CLIENT_CERT_PATH']]
  return []
}

/** @returns a sentence where the file cannot be used */
function parsed<T>(file: string, parse: (pem: Buffer) => T, what: string): T | string {
  let pem: Buffer
  try {
    pem = readFileSync(file)
  } catch (error) {
    return `cannot be read: ${(error as Error).message}`
  }
  try {
    return parse(pem)
  } catch {
    return `must be the path of a PEM ${what}`
  }
}

const certificateOf = (pem: Buffer) => new X509Certificate(pem)
