/** An instant of a row as answers spell it. */
export function toIso(at: Date): string
export function toIso(at: Date | null): string | null
export function toIso(at: Date | null): string | null {
  return at && at.toISOString()
}
