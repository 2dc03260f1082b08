import type { Secret } from './search'
import { openGate } from '../../support/gate'

/** What secrets are called on the way to a platform and back, and what they are. */
const NAMES: Record<string, string> = {
  access_token: 'access token',
  fb_exchange_token: 'access token',
  input_token: 'access token',
  token: 'access token',
  refresh_token: 'refresh token',
  id_token: 'id token',
  code: 'OAuth code',
  state: 'state',
  code_verifier: 'PKCE verifier',
  client_secret: 'client secret',
  upload_token: 'upload URL',
  upload_id: 'upload URL',
  'X-Amz-Signature': 'presigned URL',
}

const ANY = Object.keys(NAMES).join('|')

/** A query, a form, or a text that holds one; `code` and `state` are secrets only there. */
const FIELD = new RegExp(`(?:[?&\\n]|^)(${ANY})=([^&\\s"]+)`, 'g')
const MEMBER = new RegExp(`"((?!code"|state")(?:${ANY}))"\\s*:\\s*"([^"]+)"`, 'g')
const HEADER = /^authorization: (?:Bearer|OAuth) (\S+)/gim

/** The way to a server, on which everything is heard. */
export interface Wire {
  /** In place of the server's. */
  origin: string
  /** Every secret that has passed, each once. */
  secrets(): Secret[]
  close(): Promise<void>
}

/** Secrets enter and leave Publisher by this way: so none that was in play is missing, however short its life was. */
export async function tapWire(origin: string): Promise<Wire> {
  const streams: Buffer[][] = []
  const gate = await openGate(new URL(origin).host, (socket) => {
    const heard: Buffer[] = []
    streams.push(heard)
    socket.on('data', (data: Buffer) => heard.push(data))
  })
  return {
    origin: `http://${gate.address}`,
    secrets: () => [
      ...new Map(
        streams.flatMap((heard) => secretsIn(Buffer.concat(heard).toString('latin1'))).map((s) => [s.value, s]),
      ).values(),
    ],
    close: () => gate.close(),
  }
}

/** Also those of an address that is a field of another one. */
function secretsIn(said: string): Secret[] {
  return [said, percentDecoded(said)].flatMap((text) => [
    ...[...text.matchAll(FIELD), ...text.matchAll(MEMBER)].map(([, name = '', value = '']) => ({
      kind: NAMES[name] ?? name,
      value: percentDecoded(value),
    })),
    ...[...text.matchAll(HEADER)].map(([, value = '']) => ({ kind: 'access token', value })),
  ])
}

const percentDecoded = (text: string): string =>
  text.replaceAll(/%[0-9a-f]{2}/gi, (sign) => String.fromCharCode(parseInt(sign.slice(1), 16)))
