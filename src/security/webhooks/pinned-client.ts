import { isIP, type LookupFunction } from 'node:net'
import { lookup } from 'node:dns/promises'
import { Client } from 'undici'
import { hostOf, isAllowed, type TargetRules } from './target'

/** All the addresses of a name. */
export type Resolve = (hostname: string) => Promise<string[]>

export const systemResolve: Resolve = async (hostname) =>
  (await lookup(hostname, { all: true })).map(({ address }) => address)

/**
 * A client of its own for one request, which can connect to nothing but what was checked: the name is resolved once, every
 * one of its addresses must be allowed, and the connection goes to these and asks nobody again. TLS still checks the name.
 * @returns how it fails where there is no such client
 */
export async function openPinnedClient(
  url: URL,
  resolve: Resolve,
  rules: TargetRules,
  connectTimeoutMs: number,
): Promise<Client | 'not-resolved' | 'address-not-allowed'> {
  const host = hostOf(url)
  const addresses = isIP(host) ? [host] : await resolve(host).catch(() => [])
  if (addresses.length === 0) return 'not-resolved'
  if (!addresses.every((address) => isAllowed(address, url, rules))) return 'address-not-allowed'
  return new Client(url.origin, { connect: { lookup: answering(addresses), timeout: connectTimeoutMs } })
}

const answering =
  (addresses: string[]): LookupFunction =>
  (_hostname, { all }, answer) => {
    const found = addresses.map((address) => ({ address, family: isIP(address) }))
    if (all) answer(null, found)
    else answer(null, found[0]?.address ?? '', found[0]?.family)
  }
