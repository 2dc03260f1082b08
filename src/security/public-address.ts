import ipaddr from 'ipaddr.js'

/** Global unicast; everything else of IPv6 is reserved, special or not routed (IANA's IPv6 address space). */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3')

/** NAT64's own prefix (RFC 6052); `64:ff9b:1::/48`, which the library counts to it, is for private use (RFC 8215). */
const NAT64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96')

/**
 * Whether an address, as a resolver spells it, is one of the public internet: none of a host, a link, a private network, a
 * test, a group, or of nobody. An IPv6 address that stands for an IPv4 one is what that one is; those of the old tunnels
 * 6to4 and Teredo, behind which no receiver is, are none.
 */
export function isPublicAddress(text: string): boolean {
  const address = parse(text)
  return address?.kind() === 'ipv6' ? isPublicV6(address as ipaddr.IPv6) : address?.range() === 'unicast'
}

/** This machine itself: 127.0.0.0/8 and ::1, mapped ones too. */
export const isLoopbackAddress = (text: string): boolean => parse(text)?.range() === 'loopback'

/** A mapped address as the IPv4 address that it is. */
const parse = (text: string) =>
  ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text) ? ipaddr.process(text) : null

function isPublicV6(address: ipaddr.IPv6): boolean {
  if (address.match(NAT64)) return new ipaddr.IPv4(address.toByteArray().slice(-4)).range() === 'unicast'
  return address.match(GLOBAL_UNICAST) && address.range() === 'unicast'
}
