import { createHash } from 'node:crypto'

/** SHA-256 of a request body in canonical form, hex: the order of its members does not matter. */
export const requestHash = (body: unknown): string => createHash('sha256').update(canonical(body)).digest('hex')

const canonical = (body: unknown): string =>
  JSON.stringify(body, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )
