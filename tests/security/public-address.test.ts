import fc from 'fast-check'
import { isLoopbackAddress, isPublicAddress } from '../../src/security/public-address'
import { targetFault } from '../../src/security/webhooks/target'

const PUBLIC = [
  ...['1.1.1.1', '8.8.8.8', '93.184.215.14', '172.15.255.255', '172.32.0.0', '100.63.255.255', '100.128.0.0'],
  ...['2606:4700:4700::1111', '2a00:1450:4001:82f::200e', '::ffff:8.8.8.8', '64:ff9b::8.8.8.8', '2400::1'],
]

/** By IANA's registries of special-purpose addresses, IPv4 and IPv6. */
const SPECIAL_V4 = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4'],
]
const SPECIAL_V6 = [
  ...['::/8', '64:ff9b:1::/48', '100::/64', '2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20', '4000::/3'],
  ...['5f00::/16', '8000::/2', 'fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8'],
]

test.each(PUBLIC)('%s is public', (address) => {
  expect(isPublicAddress(address)).toBe(true)
})

test.each([
  ...['127.0.0.1', '0.0.0.0', '255.255.255.255', '169.254.169.254', '10.0.0.1', '192.168.1.1', '100.64.0.1'],
  ...['::', '::1', 'fe80::1', 'fe80::1%eth0', 'fd00::1', 'ff02::1', '2001:db8::1', '2001:0:4136:e378::1'],
  ...['::ffff:127.0.0.1', '::ffff:a00:1', '::7f00:1', '64:ff9b::7f00:1', '64:ff9b::10.0.0.1', '64:ff9b:1::808:808'],
  ...['2002:7f00:1::', '2002:808:808::', '2001::808:808', '::ffff:0:8.8.8.8'],
  // Spellings that no resolver has, and what is no address.
  ...['2130706433', '0x7f.1', '0177.0.0.1', '127.1', '010.8.8.8', '', 'localhost', '8.8.8.8 ', '8.8.8.8/32', '[::1]'],
])('%p is not public', (address) => {
  expect(isPublicAddress(address)).toBe(false)
})

/** Any address within a range. */
function within(cidr: string, bits: 32 | 128): fc.Arbitrary<bigint> {
  const [base = '', length] = cidr.split('/')
  const hostBits = BigInt(bits - Number(length))
  return fc.bigInt({ min: 0n, max: (1n << hostBits) - 1n }).map((host) => toNumber(base, bits) | host)
}

function toNumber(text: string, bits: 32 | 128): bigint {
  if (bits === 32) return text.split('.').reduce((sum, octet) => (sum << 8n) | BigInt(octet), 0n)
  const [head = '', tail] = text.split('::')
  const parts = (side: string | undefined) => (side ? side.split(':') : [])
  const zeros = Array.from({ length: 8 - parts(head).length - parts(tail).length }, () => '0')
  return [...parts(head), ...zeros, ...parts(tail)].reduce((sum, part) => (sum << 16n) | BigInt(`0x${part}`), 0n)
}

const v4 = (address: bigint) => [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 255n).join('.')
const v6 = (address: bigint) =>
  Array.from({ length: 8 }, (_, at) => ((address >> BigInt(112 - 16 * at)) & 0xffffn).toString(16)).join(':')

const isEmbedding = (address: bigint) => address >> 32n === 0xffffn

test.each(SPECIAL_V4)('nothing in %s is public, as it is, mapped or behind NAT64', (cidr) => {
  fc.assert(
    fc.property(within(cidr, 32), (address) => {
      expect(isPublicAddress(v4(address))).toBe(false)
      expect(isPublicAddress(`::ffff:${v4(address)}`)).toBe(false)
      expect(isPublicAddress(v6((0x64ff9bn << 96n) | address))).toBe(false)
      expect(isPublicAddress(v6((0x2002n << 112n) | (address << 80n)))).toBe(false)
    }),
  )
})

test.each(SPECIAL_V6)('nothing in %s is public', (cidr) => {
  fc.assert(
    fc.property(within(cidr, 128), (address) => {
      expect(isPublicAddress(v6(address)) && !isEmbedding(address)).toBe(false)
    }),
  )
})

test.each([
  ['127.0.0.1', true],
  ['127.255.0.9', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  ['8.8.8.8', false],
  ['10.0.0.1', false],
])('%s is loopback: %s', (address, is) => {
  expect(isLoopbackAddress(address)).toBe(is)
})

const PUBLIC_ONLY = { allowLoopback: false }
const WITH_LOOPBACK = { allowLoopback: true }

test.each([
  ...['https://example.com/hooks', 'https://example.com:8443/', 'https://8.8.8.8/', 'https://[2606:4700::1111]/x?y=1'],
])('%s may be registered', (url) => {
  expect(targetFault(url, PUBLIC_ONLY)).toBeNull()
})

test.each([
  ['example.com', 'absolute'],
  ['http://example.com/', 'https'],
  ['ftp://example.com/', 'https'],
  ['javascript:alert(1)', 'https'],
  ['https://user:secret@example.com/', 'user name'],
  ['https://example.com/#part', 'fragment'],
  ['https://example.com:25/', 'port'],
  // This machine in every spelling that the URL parser knows.
  ...[
    ...['127.0.0.1', '127.1', '2130706433', '0x7f000001', '0x7f.0.0.1', '0177.0.0.1', '017700000001', '127.0.0.1.'],
    ...['[::1]', '[::ffff:127.0.0.1]', '[0:0:0:0:0:ffff:7f00:1]', '１２７.0.0.1', '169.254.169.254', '[fd00:ec2::254]'],
  ].map((host) => [`https://${host}/`, 'public address']),
])('%s may not be registered: %s', (url = '', because) => {
  expect(targetFault(url, PUBLIC_ONLY)).toContain(because)
})

test.each(['http://127.0.0.1:3000/', 'http://[::1]:3000/', 'http://localhost:3000/', 'https://127.0.0.1:8443/'])(
  '%s may be registered for development only',
  (url) => {
    expect(targetFault(url, WITH_LOOPBACK)).toBeNull()
    if (!url.includes('localhost')) expect(targetFault(url, PUBLIC_ONLY)).not.toBeNull()
  },
)

test.each(['http://8.8.8.8/', 'http://10.0.0.1/', 'https://10.0.0.1/'])('%s may not even then', (url) => {
  expect(targetFault(url, WITH_LOOPBACK)).not.toBeNull()
})
