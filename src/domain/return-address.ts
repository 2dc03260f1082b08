/** A path that a server on the way could read as another one: an encoded slash or backslash. */
const HIDDEN_SEPARATOR = /%2f|%5c/i

/**
 * Whether a browser may be sent to `address`: same origin and path as an entry of the list, or below an entry that ends
 * in `/`. The address may bring a query of its own. It must be written as browsers understand it, so that what is checked
 * here is where they go: no user name, fragment, backslash, `..`, default port or upper-case host.
 */
export function isReturnAllowed(address: string, allowed: readonly string[]): boolean {
  const target = parse(address)
  return target !== null && allowed.some((entry) => covers(entry, target))
}

/** Null where the address is not written as it is understood. */
function parse(address: string): URL | null {
  if (!URL.canParse(address) || address.includes('#')) return null
  const target = new URL(address)
  const [written] = address.split('?', 1)
  const understood = target.origin + target.pathname
  return understood === written || understood === `${written}/` ? target : null
}

function covers(entry: string, target: URL): boolean {
  const { origin, pathname } = new URL(entry)
  if (origin !== target.origin) return false
  if (pathname === target.pathname) return true
  return entry.endsWith('/') && target.pathname.startsWith(pathname) && !HIDDEN_SEPARATOR.test(target.pathname)
}
