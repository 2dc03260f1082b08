import type { KeyUsage } from '../database/key-usage'

/**
 * One line for each key of the ring, in its order, and for each that it lacks: how much is stored under it, where, and
 * what that means for the operator.
 */
export function describeUsage(usage: KeyUsage[], keyIds: string[]): string[] {
  const lacking = usage.flatMap(({ keyId }) => (keyId !== null && !keyIds.includes(keyId) ? [keyId] : []))
  const lines = [...keyIds, ...new Set(lacking)].map((keyId, index) => {
    const used = usage.filter((one) => one.keyId === keyId)
    return `Key ${keyId}: ${placesOf(used)}${verdictOf(index, index < keyIds.length, used.length > 0)}`
  })
  const broken = usage.filter(({ keyId }) => keyId === null)
  return broken.length === 0 ? lines : [...lines, `No ciphertext at all: ${placesOf(broken)}`]
}

function placesOf(used: KeyUsage[]): string {
  const total = used.reduce((sum, { rows }) => sum + rows, 0).toLocaleString('en')
  const places = used.map(({ column, rows }) => `${column} ${rows.toLocaleString('en')}`)
  return places.length === 0 ? total : `${total} (${places.join(', ')})`
}

function verdictOf(index: number, isInRing: boolean, isUsed: boolean): string {
  if (!isInRing) return ', but TOKEN_KEYS lacks it'
  if (index === 0) return ', the one that encrypts'
  return isUsed ? ', still needed' : ', may be dropped from TOKEN_KEYS'
}
