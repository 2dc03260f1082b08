import { isIP } from 'node:net'
import { isLoopbackAddress, isPublicAddress } from '../public-address'

/** Where messages may go. */
export interface TargetRules {
  /** For development: this machine itself, by http too. */
  allowLoopback: boolean
}

/** Below are the services of machines, of which only https is a receiver's. */
const FIRST_FREE_PORT = 1024

/** What is wrong with the address of an endpoint, as far as it can be seen without a resolver; null: nothing. */
export function targetFault(text: string, rules: TargetRules): string | null {
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url) return 'Must be an absolute URL'
  if (url.protocol !== 'https:' && !(rules.allowLoopback && url.protocol === 'http:')) return 'Must begin with https://'
  if (url.username || url.password) return 'Must hold no user name and no password'
  if (url.hash) return 'Must hold no fragment'
  if (url.port !== '' && Number(url.port) < FIRST_FREE_PORT) return 'Its port must be 443, or one from 1024 on'
  const host = hostOf(url)
  if (isIP(host) && !isAllowed(host, url, rules)) return 'Must lead to a public address'
  return null
}

/** The name or the address, which the URL parser has brought from any spelling to the one of resolvers. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, '$1')

/** Whether the messages of `url` may go to this address. In clear they stay on this machine. */
export const isAllowed = (address: string, { protocol }: URL, { allowLoopback }: TargetRules): boolean =>
  (protocol === 'https:' && isPublicAddress(address)) || (allowLoopback && isLoopbackAddress(address))
